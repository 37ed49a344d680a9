import assert from "node:assert/strict";
import { decodeIdx, decodeIdxLabels, encodeIdx, isIdx } from "../../lib/dataset/idx.ts";
import { InputError } from "../../lib/errors.ts";

const TWO_BY_THREE = new Uint8Array([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]);

function assertRefused(bytes: number[] | Uint8Array, message: string, itemShape?: number[]) {
  const decode = () => decodeIdx(new Uint8Array(bytes), "x-ubyte", { itemShape });
  assert.throws(decode, new InputError(`x-ubyte: ${message}`));
}

Deno.test("decodeIdx() reads shape and values", () => {
  const { shape, data } = decodeIdx(TWO_BY_THREE, "x-ubyte");
  assert.deepEqual(shape, [2, 3]);
  assert.deepEqual([...data], [1, 2, 3, 4, 5, 6]);
});

Deno.test("decodeIdx() reads a file that lies inside a larger buffer, without copying", () => {
  const buffer = new Uint8Array(7 + TWO_BY_THREE.length + 5).fill(99);
  buffer.set(TWO_BY_THREE, 7);
  const { shape, data } = decodeIdx(buffer.subarray(7, 7 + TWO_BY_THREE.length), "x-ubyte");
  assert.deepEqual(shape, [2, 3]);
  assert.equal(data.buffer, buffer.buffer);
  assert.deepEqual([...data], [1, 2, 3, 4, 5, 6]);
});

Deno.test("decodeIdx() accepts no items at all", () => {
  const bytes = encodeIdx({ shape: [0, 28, 28], data: new Uint8Array() });
  assert.deepEqual(decodeIdx(bytes, "x", { itemShape: [28, 28] }).shape, [0, 28, 28]);
});

Deno.test("decodeIdx() refuses a file that ends inside the header", () => {
  assertRefused([], "expected an IDX header of 4 bytes, got 0 bytes");
  assertRefused([0, 0, 8], "expected an IDX header of 4 bytes, got 3 bytes");
  assertRefused(
    TWO_BY_THREE.subarray(0, 11),
    "expected an IDX header of 12 bytes, got 11 bytes",
  );
});

Deno.test("decodeIdx() refuses a truncated file", () => {
  assertRefused(TWO_BY_THREE.subarray(0, 17), "expected 18 bytes for shape [2, 3], got 17");
  assertRefused(TWO_BY_THREE.subarray(0, 12), "expected 18 bytes for shape [2, 3], got 12");
});

Deno.test("decodeIdx() refuses an oversized file", () => {
  assertRefused([...TWO_BY_THREE, 7], "expected 18 bytes for shape [2, 3], got 19");
});

Deno.test("decodeIdx() refuses wrong magic", () => {
  const gzipped = [0x1f, 0x8b, 0x08, 0x00, 0, 0, 0, 0];
  assertRefused(gzipped, "expected an IDX file (magic 00 00 08), got magic 1f 8b 08");
  assertRefused(
    TWO_BY_THREE.with(1, 1),
    "expected an IDX file (magic 00 00 08), got magic 00 01 08",
  );
  assertRefused(
    TWO_BY_THREE.with(2, 10),
    "expected an IDX file (magic 00 00 08), got magic 00 00 0a",
  );
});

Deno.test("decodeIdx() names the type that came instead of uint8", () => {
  const names = { 9: "int8", 11: "int16", 12: "int32", 13: "float32", 14: "float64" };
  for (const [code, name] of Object.entries(names)) {
    const hex = Number(code).toString(16).padStart(2, "0");
    assertRefused(
      TWO_BY_THREE.with(2, Number(code)),
      `expected values of type uint8 (0x08), got ${name} (0x${hex})`,
    );
  }
});

Deno.test("decodeIdx() refuses wrong dimensions", () => {
  assertRefused([0, 0, 8, 0], "expected 1 dimension or more, got 0");
  assertRefused(TWO_BY_THREE, "expected shape [n], got [2, 3]", []);
  assertRefused(TWO_BY_THREE, "expected shape [n, 4], got [2, 3]", [4]);
  assertRefused(TWO_BY_THREE, "expected shape [n, 3, 1], got [2, 3]", [3, 1]);
});

Deno.test("decodeIdx() counts the bytes that a forged header announces exactly", () => {
  const uint32Max = [255, 255, 255, 255];
  assertRefused(
    [0, 0, 8, 3, ...uint32Max, ...uint32Max, ...uint32Max],
    "expected 79228162458924105385300197391 bytes for shape " +
      "[4294967295, 4294967295, 4294967295], got 16",
  );
});

Deno.test("encodeIdx() writes the format of MNIST's files", () => {
  const encoded = encodeIdx({ shape: [2, 3], data: new Uint8Array([1, 2, 3, 4, 5, 6]) });
  assert.deepEqual(encoded, TWO_BY_THREE);
});

Deno.test("encodeIdx() is undone by decodeIdx()", () => {
  for (const shape of [[5], [256, 3], [2, 28, 28], [3, 1, 2, 2]]) {
    const count = shape.reduce((product, size) => product * size);
    const data = Uint8Array.from({ length: count }, (_, i) => i * 7);
    assert.deepEqual(decodeIdx(encodeIdx({ shape, data }), "x"), { shape, data });
  }
});

Deno.test("encodeIdx() throws RangeError on a shape that does not fit", () => {
  const data = new Uint8Array(5);
  const message = /expected 6 values for shape \[2, 3\], got 5/;
  assert.throws(() => encodeIdx({ shape: [2, 3], data }), { name: "RangeError", message });
  for (const shape of [[], [-5, -1], [2.5, 2], [2 ** 32, 0], Array(256).fill(1)]) {
    assert.throws(() => encodeIdx({ shape, data }), RangeError);
  }
});

/** An IDX file of this type, shape and values, by hand. */
function idxFile(typeCode: number, shape: number[], values: number[]): Uint8Array {
  const sizes = shape.flatMap((size) => [0, 0, 0, size]);
  return new Uint8Array([0, 0, typeCode, shape.length, ...sizes, ...values]);
}

Deno.test("decodeIdxLabels() reads whole numbers of every type, and the first of each row", () => {
  const labels = (typeCode: number, shape: number[], values: number[]) =>
    decodeIdxLabels(idxFile(typeCode, shape, values), "x");
  assert.deepEqual(labels(0x08, [3], [7, 0, 200]), [7, 0, 200]);
  assert.deepEqual(labels(0x09, [2], [7, 255]), [7, -1]);
  assert.deepEqual(labels(0x0b, [2], [0, 7, 1, 0]), [7, 256]);
  assert.deepEqual(labels(0x0c, [1], [0, 0, 0, 7]), [7]);
  const rows = [0, 0, 0, 7, 9, 9, 9, 9, 0, 0, 0, 5, 9, 9, 9, 9];
  assert.deepEqual(labels(0x0c, [2, 2], rows), [7, 5]);
  assert.deepEqual(labels(0x08, [0], []), []);
});

Deno.test("decodeIdxLabels() refuses images, fractions, rows of nothing and cut files", () => {
  const refuse = (bytes: Uint8Array, message: string) =>
    assert.throws(() => decodeIdxLabels(bytes, "x"), new InputError(`x: ${message}`));
  const wanted = "expected labels, whole numbers of shape [n] or [n, k], got";
  refuse(idxFile(0x08, [1, 1, 1], [7]), `${wanted} uint8 [1, 1, 1]`);
  refuse(idxFile(0x0d, [1], [0, 0, 0, 0]), `${wanted} float32 [1]`);
  refuse(idxFile(0x0c, [2, 0], []), `${wanted} int32 [2, 0]`);
  refuse(idxFile(0x0c, [2, 1], [0, 0, 0, 7]), "expected 20 bytes for shape [2, 1], got 16");
});

Deno.test("isIdx() tells IDX files by their first bytes", () => {
  assert.ok(isIdx(TWO_BY_THREE));
  for (const bytes of [[0, 0, 8], [0, 0, 7, 1], [0, 1, 8, 1], [0x89, 0x50, 0x4e, 0x47]]) {
    assert.ok(!isIdx(Uint8Array.from(bytes)), `${bytes}`);
  }
});
