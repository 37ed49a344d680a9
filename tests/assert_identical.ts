import assert from "node:assert/strict";

type Numbers = Float32Array | Uint8Array;

/**
 * Fails unless two arrays hold the same bits; names the first difference. (`deepEqual` would take minutes
 * to print tens of thousands of them.)
 */
export function assertIdentical(got: Numbers, wanted: Numbers, what = "array"): void {
  assert.equal(got.length, wanted.length, what);
  const [a, b] = [got, wanted].map((array) =>
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  );
  const byte = a.findIndex((value, i) => value !== b[i]);
  if (byte < 0) return;
  const index = Math.floor(byte / got.BYTES_PER_ELEMENT);
  assert.fail(`${what}[${index}]: got ${got[index]}, wanted ${wanted[index]}`);
}

/** The same for several arrays, by name or by number. */
export function assertAllIdentical(
  got: Record<string, Numbers> | Numbers[],
  wanted: Record<string, Numbers> | Numbers[],
): void {
  assert.deepEqual(Object.keys(got), Object.keys(wanted));
  const entries = Object.entries(wanted);
  for (const [name, values] of entries) {
    assertIdentical((got as Record<string, Numbers>)[name], values, name);
  }
}
