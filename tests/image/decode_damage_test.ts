import assert from "node:assert/strict";
import { Worker } from "node:worker_threads";
import { InputError } from "../../lib/errors.ts";
import { decodePicture } from "../../lib/image/decode.ts";
import { createRandom } from "../../lib/random.ts";
import { damageBytes } from "../drills/damage.ts";
import { makeBombs } from "./bombs.ts";
import type { Outcome } from "./decode_program.ts";
import { readSample } from "./samples.ts";
import { writePng } from "./png_writer.ts";

const FUZZED: [name: string, times: number][] = [
  ["progressive.jpg", 300],
  ["cmyk.jpg", 100],
  ["lossy.webp", 100],
  ["transparent.webp", 100],
  ["animated.gif", 100],
  ["palette.bmp", 100],
  ["tiff_lzw.tif", 100],
  ["jpeg.tif", 100],
  ["fax.tif", 100],
  ["rgb.avif", 100],
  ["rgb.heic", 100],
  ["small.png", 100],
  ["large.png", 100],
];

const readFuzzed = (name: string) => {
  if (!name.endsWith(".png")) return readSample(name);
  const width = name === "large.png" ? 2049 : 20;
  return writePng({ width, height: 4, bitDepth: 8, colorType: 2 }, (x, y) => [x % 256, y, 9]);
};

for (const [name, times] of FUZZED) {
  Deno.test(`decodePicture() reads ${name} or throws InputError, damaged ${times} times, and reads it whole`, async () => {
    const file = await readFuzzed(name);
    const whole = await decodePicture(file, name);
    const random = createRandom(1);
    let refused = 0;
    for (let i = 0; i < times; i++) {
      await decodePicture(damageBytes(file, random), name).then(
        ({ width, height, data }) => assert.equal(data.length, width * height * 4),
        (error) => {
          assert.ok(error instanceof InputError, `damage ${i}: ${error.stack}`);
          assert.match(error.message, new RegExp(`^${name}: expected [^\n]+$`));
          refused++;
        },
      );
    }
    assert.ok(refused > times / 4, `${refused} of ${times} refused`);
    assert.deepEqual(await decodePicture(file, name), whole);
  });
}

Deno.test("decodePicture() refuses or reads bombs within its limits, needs no permission but to read, and lets the program end", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const bombs = Object.entries(await makeBombs());
    const paths = bombs.map(([name]) => `${folder}/${name}`);
    await Promise.all(bombs.map(([, bytes], i) => Deno.writeFile(paths[i], bytes)));
    const sound = new URL("./samples/progressive.jpg", import.meta.url).pathname;
    const program = new URL("./decode_program.ts", import.meta.url).pathname;
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-check",
        "--no-prompt",
        "--allow-read",
        program,
        sound,
        ...paths.flatMap((path) => [path, sound]),
      ],
      env: { NO_COLOR: "1" },
    }).output();
    assert.deepEqual([code, new TextDecoder().decode(stderr)], [0, ""]);
    const lines = new TextDecoder().decode(stdout).trim().split("\n").map((line) =>
      JSON.parse(line)
    );
    const peakBytes = lines.pop();
    assert.ok(peakBytes < 1e9, `${peakBytes} bytes`);
    lines.forEach((outcome: Outcome, i) => {
      const name = i % 2 ? bombs[(i - 1) / 2][0] : "the sound picture";
      if (i % 2 === 0) assert.equal(outcome.pixels, 48 * 32, name);
      else expectHarmless(outcome, name);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

function expectHarmless({ seconds, pixels, error }: Outcome, name: string): void {
  // 4 s of work, 12 s on a busy machine; the rest is for loading decoders there.
  assert.ok(seconds < 20, `${name}: ${seconds} s`);
  if (pixels) return assert.ok(pixels <= 50_000_000, `${name}: ${pixels} pixels`);
  assert.equal(error![0], "InputError", `${name}: ${error}`);
  assert.match(error![1], /^x: expected [^\n]+$/, name);
}

Deno.test("decodePicture() ends a decoder that takes too long, and goes on with another", async () => {
  const { "inflating_large.png": slow } = await makeBombs(), jpeg = await readSample("grey.jpg");
  const whole = await decodePicture(jpeg, "x");
  await assert.rejects(decodePicture(slow, "x", { seconds: 0.01 }), {
    name: "InputError",
    message: "x: expected a sound PNG: decoding it takes more than 0.01 s",
  });
  assert.deepEqual(await decodePicture(jpeg, "x"), whole);
});

Deno.test("decodePicture() tells of a Worker that ends without a word, and goes on with another", async () => {
  const file = await readSample("grey.jpg"), { postMessage } = Worker.prototype;
  const whole = await decodePicture(file, "x");
  const startMs = performance.now();
  let last: Worker | undefined;
  Worker.prototype.postMessage = function () {
    last = this;
    this.terminate();
  };
  try {
    await assert.rejects(decodePicture(file, "x"), {
      name: "InputError",
      message: "x: expected a sound JPEG: its decoder ended without a word",
    });
  } finally {
    Worker.prototype.postMessage = postMessage;
  }
  assert.ok(performance.now() - startMs < 10_000);
  assert.ok(last);
  Worker.prototype.postMessage = function (...message: Parameters<typeof postMessage>) {
    last = this;
    postMessage.apply(this, message);
  };
  try {
    assert.deepEqual(await decodePicture(file, "x"), whole);
    // Between two pictures, too.
    await last.terminate();
    assert.deepEqual(await decodePicture(file, "x"), whole);
  } finally {
    Worker.prototype.postMessage = postMessage;
  }
});
