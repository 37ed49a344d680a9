/**
 * The processor's limit: how fast one core multiplies and adds in 128-bit registers when nothing else is
 * to be done.
 *
 * @module
 */
import { time } from "./timing.ts";

/** Sums kept at once: more than the multiply-adds that a core has under way. */
const SUMS = 12;

/** Turns of the loop in one timed run: a millisecond; and how many runs, of which the fastest counts. */
const TURNS = 1 << 19, RUNS = 50;

/** Floats side by side in a register. */
const WIDTH = 4;

/** GFLOP/s of one core at most, two FLOP a multiply-add; undefined where relaxed SIMD is missing. */
export async function measurePeak(): Promise<number | undefined> {
  const bytes = assembleLoop();
  if (!WebAssembly.validate(bytes)) return undefined;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const run = exports.run as (turns: number, factor: number) => number;
  const { minMs } = await time(() => void run(TURNS, 1e-3), { runs: RUNS });
  return 2 * WIDTH * SUMS * TURNS / minMs / 1e6;
}

/**
 * A module with one function, run(turns, factor): `turns` times adds factor² to twelve registers by fused
 * multiply-adds; returns one lane of their sum, so that nothing can be left out.
 */
export function assembleLoop(): Uint8Array<ArrayBuffer> {
  const [i32, f32, v128] = [0x7f, 0x7d, 0x7b];
  const turns = 0, factor = 1, x = 2, firstSum = 3;
  const get = (local: number) => [0x20, local], set = (local: number) => [0x21, local];
  const simd = (...opcode: number[]) => [0xfd, ...opcode];
  const [splat, madd, add, firstLane] = [[0x13], [0x85, 2], [0xe4, 1], [0x1f, 0]].map((opcode) =>
    simd(...opcode)
  );
  const sums = Array.from({ length: SUMS }, (_, i) => firstSum + i);
  const body = [
    ...[1, SUMS + 1, v128], // locals
    ...[...get(factor), ...splat, ...set(x)],
    ...[0x03, 0x40], // loop
    ...sums.flatMap((sum) => [...get(x), ...get(x), ...get(sum), ...madd, ...set(sum)]),
    ...[...get(turns), 0x41, 1, 0x6b, 0x22, turns, 0x0d, 0], // until --turns is 0
    0x0b,
    ...[...get(firstSum), ...sums.slice(1).flatMap((sum) => [...get(sum), ...add]), ...firstLane],
    0x0b,
  ];
  const sized = (bytes: number[]) => [...encodeLength(bytes.length), ...bytes];
  const section = (id: number, ...bytes: number[]) => [id, ...sized(bytes)];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
    ...section(1, 1, 0x60, 2, i32, f32, 1, f32), // one type: (i32, f32) → f32
    ...section(3, 1, 0), // one function, of this type
    ...section(7, 1, 3, ...new TextEncoder().encode("run"), 0, 0),
    ...section(10, 1, ...sized(body)),
  ]);
}

/** LEB128. */
function encodeLength(length: number): number[] {
  return length < 128 ? [length] : [length & 127 | 128, ...encodeLength(length >> 7)];
}
