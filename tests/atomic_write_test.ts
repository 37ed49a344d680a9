import assert from "node:assert/strict";
import { join } from "@std/path";
import { writeAtomically, writeTogether } from "../lib/atomic_write.ts";

Deno.test("writeAtomically() leaves no temporary file when the rename fails", async () => {
  const dir = await Deno.makeTempDir();
  const bytes = new TextEncoder().encode("abc");
  const occupied = join(dir, "occupied");
  await Deno.mkdir(occupied);
  await assert.rejects(() => writeAtomically(occupied, bytes), /^Error: EISDIR[^\n]*occupied$/);
  assert.deepEqual(Array.from(Deno.readDirSync(dir), ({ name }) => name), ["occupied"]);
  await writeAtomically(join(dir, "abc"), bytes);
  assert.deepEqual(Array.from(Deno.readDirSync(dir), ({ name }) => name).sort(), [
    "abc",
    "occupied",
  ]);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("writeAtomically() writes through a link, and to a device", async () => {
  const dir = await Deno.makeTempDir();
  const bytes = new TextEncoder().encode("abc");
  const file = join(dir, "file"), link = join(dir, "link"), device = join(dir, "device");
  await Deno.writeTextFile(file, "before");
  await Deno.symlink(file, link);
  await Deno.symlink("/dev/null", device);
  await writeAtomically(link, bytes);
  await writeAtomically(device, bytes);
  assert.equal(await Deno.readTextFile(file), "abc");
  assert.ok(Deno.lstatSync(link).isSymlink && Deno.lstatSync(device).isSymlink);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("writeAtomically() names the file, not the temporary one, when it is refused", async () => {
  const path = join("/nowhere", "at", "all.csv");
  await assert.rejects(() => writeAtomically(path, new Uint8Array(1)), {
    code: "ENOENT",
    message: `ENOENT: no such file or directory: ${path}`,
  });
});

Deno.test("writeTogether() writes all files or none", async () => {
  const dir = await Deno.makeTempDir(), bytes = new TextEncoder().encode("new");
  const [a, b] = ["a", "b"].map((name) => join(dir, name));
  await Deno.writeTextFile(a, "old");
  const tooLong = join(dir, "x".repeat(300));
  await assert.rejects(() => writeTogether([[a, bytes], [tooLong, bytes]]), {
    code: "ENAMETOOLONG",
  });
  assert.equal(await Deno.readTextFile(a), "old");
  assert.equal((await Array.fromAsync(Deno.readDir(dir))).length, 1);
  await writeTogether([[a, bytes], [b, bytes]]);
  assert.deepEqual([await Deno.readTextFile(a), await Deno.readTextFile(b)], ["new", "new"]);
  await Deno.remove(dir, { recursive: true });
});
