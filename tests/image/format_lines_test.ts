import assert from "node:assert/strict";
import { formatLines } from "../../lib/image/format_lines.ts";
import type { PreparedPiece } from "../../lib/image/prepare.ts";

const box = { left: 0, top: 0, width: 10, height: 20 };
const digit = (line: number, spaceBefore = false): PreparedPiece => ({
  kind: "digit",
  pixels: new Uint8Array(784),
  placed: box,
  strokeWidth: 3,
  box,
  line,
  spaceBefore,
});

Deno.test("formatLines() gives lines, spaces, signs, and ? for what has no name", () => {
  const pieces: PreparedPiece[] = [
    digit(0),
    { kind: "sign", sign: "/", box, line: 0, spaceBefore: false },
    digit(0),
    digit(0, true),
    { kind: "unknown", box, line: 2, spaceBefore: true },
    digit(2),
  ];
  assert.deepEqual(formatLines(pieces, ["1", "2", undefined, "7"]), ["1/2 ?", "?7"]);
  assert.deepEqual(formatLines([], []), []);
});

Deno.test("formatLines() writes names of several letters apart", () => {
  assert.deepEqual(formatLines([digit(0), digit(0)], ["Bag", "T-shirt"]), ["Bag T-shirt"]);
});
