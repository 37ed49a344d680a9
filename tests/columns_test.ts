import assert from "node:assert/strict";
import { cut, pad, widthOf } from "../lib/columns.ts";

Deno.test("pad() fills up at either end to the width that a terminal shows", () => {
  assert.equal(pad("ab", 4), "ab  ");
  assert.equal(pad("ab", 4, "start"), "  ab");
  assert.equal(pad("お", 4), "お  ");
  assert.equal(pad("abcd", 2), "abcd");
});

Deno.test("cut() leaves what fits, and never cuts a character in two", () => {
  assert.equal(cut("abcdef", 6), "abcdef");
  assert.equal(cut("abcdef", 4), "abc…");
  assert.equal(cut("おきすつ", 8), "おきすつ");
  assert.equal(cut("おきすつ", 6), "おき…");
  for (let width = 1; width < 9; width++) assert.ok(widthOf(cut("おきすつ", width)) <= width);
});
