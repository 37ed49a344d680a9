import assert from "node:assert/strict";
import { join } from "@std/path";
import { writeAtomically } from "../lib/atomic_write.ts";

Deno.test("writeAtomically() leaves no temporary file when the rename fails", async () => {
  const dir = await Deno.makeTempDir();
  const bytes = new TextEncoder().encode("abc");
  const occupied = join(dir, "occupied");
  await Deno.mkdir(occupied);
  await assert.rejects(() => writeAtomically(occupied, bytes));
  assert.deepEqual(Array.from(Deno.readDirSync(dir), ({ name }) => name), ["occupied"]);
  await writeAtomically(join(dir, "abc"), bytes);
  assert.deepEqual(Array.from(Deno.readDirSync(dir), ({ name }) => name).sort(), [
    "abc",
    "occupied",
  ]);
  await Deno.remove(dir, { recursive: true });
});
