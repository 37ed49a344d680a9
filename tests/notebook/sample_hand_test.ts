import assert from "node:assert/strict";
import { loadSource } from "../../lib/dataset/load_source.ts";
import { createPicturePreparer } from "../../lib/image/prepare_picture_file.ts";
import { drawHandDigit, writeHandDigits } from "../../lib/notebook/sample_hand.ts";

Deno.test("drawHandDigit() gives the same picture for the same seed and keeps off the sheet's edges", () => {
  for (let digit = 0; digit < 10; digit++) {
    for (let seed = 0; seed < 10; seed++) {
      const { width, height, data } = drawHandDigit(digit, seed);
      assert.deepEqual(drawHandDigit(digit, seed).data, data);
      for (let x = 0; x < width; x++) {
        assert.equal(data[4 * x], 255);
        assert.equal(data[4 * ((height - 1) * width + x)], 255);
      }
    }
  }
  assert.notDeepEqual(drawHandDigit(3, 0).data, drawHandDigit(3, 1).data);
});

Deno.test("writeHandDigits() writes a folder that loadSource() reads as two sets", async () => {
  const folder = await Deno.makeTempDir();
  try {
    assert.equal(await writeHandDigits(folder, { train: 2, test: 1 }), 30);
    const { train, test, skipped } = await loadSource(folder, {
      preparePicture: createPicturePreparer(),
    });
    assert.deepEqual([train!.count, test!.count, skipped.length], [20, 10, 0]);
    assert.deepEqual(train!.classes, [..."0123456789"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
