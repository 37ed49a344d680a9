import assert from "node:assert/strict";
import { dirname, join } from "@std/path";
import { unzipSync, zipSync } from "fflate/browser";
import { readPictureFolder } from "../../../lib/dataset/picture_folder.ts";
import { packCorrections, unpackCorrections } from "../../../lib/demo/trainer/correction_files.ts";
import type { Correction } from "../../../lib/demo/trainer/messages.ts";
import { createPicturePreparer } from "../../../lib/image/prepare_picture_file.ts";
import { PNGJS_CODEC } from "./png_codec.ts";

const draw = (seed: number) => Uint8Array.from({ length: 784 }, (_, i) => (seed * i) % 256);
const CORRECTIONS: Correction[] = [
  ...[{ pixels: draw(3), label: 7 }, { pixels: draw(5), label: 0 }],
  ...[{ pixels: draw(7) }, { pixels: draw(11), label: 7 }],
];
const archive = await packCorrections(CORRECTIONS, PNGJS_CODEC);

Deno.test("unpackCorrections() gives back what packCorrections() was given, by folder", async () => {
  const back = await unpackCorrections(archive, PNGJS_CODEC);
  const key = ({ label, pixels }: Correction) => `${label}: ${pixels.join()}`;
  assert.deepEqual(back.map(key).sort(), CORRECTIONS.map(key).sort());
});

Deno.test("the digits' folder is one that --data --raw reads, byte for byte", async () => {
  const dir = await Deno.makeTempDir({ prefix: "corrections_" });
  try {
    for (const [path, bytes] of Object.entries(unzipSync(archive))) {
      await Deno.mkdir(dirname(join(dir, path)), { recursive: true });
      await Deno.writeFile(join(dir, path), bytes);
    }
    const folder = { path: join(dir, "my_hand"), name: "my_hand" };
    const preparePicture = createPicturePreparer({ raw: true });
    const { all } = await readPictureFolder(folder, {
      preparePicture,
      onSkip: ({ reason }) => assert.fail(reason),
    });
    assert.deepEqual(all!.labels, ["0", "7", "7"]);
    assert.deepEqual(all!.images, new Uint8Array([...draw(5), ...draw(3), ...draw(11)]));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

const files = unzipSync(archive);
const BAD: Record<string, [bytes: Uint8Array, message: RegExp]> = {
  "no archive": [new Uint8Array(50), /^expected a ZIP archive with pictures in it: /],
  "an archive without pictures": [
    zipSync({ "a.txt": new Uint8Array(2) }),
    /^expected pictures in the archive, found none$/,
  ],
  "a class that is no digit": [
    zipSync({ "my_hand/A/1.png": files["my_hand/0/1.png"] }),
    /^expected pictures in folders called 0 to 9 or no_digit, got my_hand\/A\/1.png$/,
  ],
  "a picture that is none": [zipSync({ "3/1.png": new Uint8Array(9) }), /^3\/1.png: /],
};
for (const [what, [bytes, message]] of Object.entries(BAD)) {
  Deno.test(`unpackCorrections() refuses ${what} in one line`, async () => {
    await assert.rejects(unpackCorrections(bytes, PNGJS_CODEC), (error: Error) => {
      assert.match(error.message, message);
      return !error.message.includes("\n");
    });
  });
}
