import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { decodeSafetensors, encodeSafetensors } from "../../lib/interchange/safetensors.ts";

/** A file put together by hand, after the format's description. */
function compose(header: unknown, values: Uint8Array, length?: bigint): Uint8Array {
  const text = typeof header === "string" ? header : JSON.stringify(header);
  const bytes = new TextEncoder().encode(text);
  const file = new Uint8Array(8 + bytes.length + values.length);
  new DataView(file.buffer).setBigUint64(0, length ?? BigInt(bytes.length), true);
  file.set(bytes, 8);
  file.set(values, 8 + bytes.length);
  return file;
}

const entry = (shape: number[], offsets: number[], dtype = "F32") => {
  return { dtype, shape, data_offsets: offsets };
};
const bytes = (count: number) => new Uint8Array(count);
const refuse = (file: Uint8Array, message: RegExp) =>
  assert.throws(() => decodeSafetensors(file, "x.safetensors"), (error: Error) => {
    assert.ok(error instanceof InputError, `${error.stack}`);
    assert.match(error.message, /^x\.safetensors: [^\n]+$/);
    assert.match(error.message, message);
    return true;
  });

Deno.test("decodeSafetensors() reads values at any alignment, in any order, past a step count", () => {
  const values = new Uint8Array(new Float32Array([1.5, -2, 0.1]).buffer);
  const file = compose({
    b: entry([2], [4, 12]),
    "n.num_batches_tracked": entry([], [12, 20], "I64"),
    a: entry([1, 1], [0, 4]),
    __metadata__: { format: "pt" },
  }, new Uint8Array([...values, ...bytes(8)]));
  const { tensors, metadata } = decodeSafetensors(file, "x");
  assert.deepEqual([...tensors.keys()], ["b", "a"]);
  assert.deepEqual(tensors.get("b"), { shape: [2], values: new Float32Array([-2, 0.1]) });
  assert.deepEqual(tensors.get("a"), { shape: [1, 1], values: new Float32Array([1.5]) });
  assert.deepEqual(metadata, { format: "pt" });
});

Deno.test("encodeSafetensors() writes what the format's description says, byte for byte", () => {
  const tensors = new Map([["w", { shape: [1, 2], values: new Float32Array([1, -2]) }]]);
  const file = encodeSafetensors({ tensors, metadata: { a: "ü" } });
  const text = '{"__metadata__":{"a":"ü"},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}';
  const header = text.padEnd(text.length + (8 - (text.length + 1) % 8) % 8);
  assert.deepEqual(
    file,
    compose(header, new Uint8Array([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0])),
  );
  assert.equal((file.length - 8) % 8, 0);
});

Deno.test("decodeSafetensors() gives back -0 and the smallest numbers bit for bit", () => {
  const values = new Float32Array([-0, 1e-45, 3.4028235e38, -1.17549435e-38]);
  const tensors = new Map([["w", { shape: [4], values }]]);
  const read = decodeSafetensors(encodeSafetensors({ tensors, metadata: {} }), "x");
  assert.deepEqual(
    new Uint32Array(read.tensors.get("w")!.values.buffer),
    new Uint32Array(values.buffer),
  );
});

Deno.test("decodeSafetensors() refuses damaged and forged files in one line", () => {
  const good = { a: entry([2], [0, 8]) };
  const cases: [Uint8Array, RegExp][] = [
    [bytes(0), /got 0 bytes/],
    [bytes(7), /got 7 bytes/],
    [bytes(8), /unreadable header/],
    [compose(good, bytes(8), 2n ** 63n), /header of 9223372036854775808 bytes where there is room/],
    [compose(good, bytes(8), 100_000_001n), /header of 100000001 bytes/],
    [compose("[]", bytes(0)), /it is no object/],
    [compose('{"a":', bytes(0)), /unreadable header/],
    [compose(good, bytes(7)), /expected 8 bytes of values, got 7/],
    [compose(good, bytes(9)), /expected 8 bytes of values, got 9/],
    [compose({ a: entry([2], [0, 8], "BF16") }, bytes(8)), /a as F32 \(float32\), got BF16/],
    [compose({ a: entry([3], [0, 8]) }, bytes(8)), /expected 12 bytes for a of \[3\], got 8/],
    [compose({ a: entry([2], [8, 0]) }, bytes(8)), /a from byte 0 on, got 8 to 0/],
    [compose({ a: entry([2], [4, 12]) }, bytes(12)), /a from byte 0 on, got 4 to 12/],
    [
      compose({ a: entry([2], [0, 8]), b: entry([2], [4, 12]) }, bytes(12)),
      /b from byte 8 on, got 4 to 12/,
    ],
    [compose({ a: entry([-2], [0, 8]) }, bytes(8)), /entry of a is no tensor/],
    [compose({ a: entry([0.5], [0, 2]) }, bytes(2)), /entry of a is no tensor/],
    [compose({ a: entry([2 ** 40, 2 ** 40], [0, 8]) }, bytes(8)), /bytes for a/],
    [compose({ a: 1 }, bytes(0)), /entry of a is no tensor/],
    [compose({ __metadata__: { a: 1 } }, bytes(0)), /texts in the header's __metadata__/],
  ];
  for (const [file, message] of cases) refuse(file, message);
});
