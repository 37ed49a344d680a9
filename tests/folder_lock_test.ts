import assert from "node:assert/strict";
import { join } from "@std/path";
import { lockFolder } from "../lib/folder_lock.ts";
import { type RunningCommand, startDeno } from "./cli/spawn.ts";

async function withFolder(check: (dir: string) => Promise<void>): Promise<void> {
  const parent = await Deno.makeTempDir();
  try {
    await check(join(parent, "model"));
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

/** Another process that holds a folder's lock until it is killed. */
async function holdElsewhere(dir: string): Promise<RunningCommand> {
  const command = startDeno(["run", "--quiet", "-A", "tests/folder_lock_fixture.ts", dir]);
  await command.waitFor("stdout", /locked/);
  return command;
}

Deno.test("lockFolder() refuses a folder that another process holds in one line naming it, and takes it once that is killed", async () => {
  await withFolder(async (dir) => {
    const owner = await holdElsewhere(dir);
    await assert.rejects(lockFolder(dir, { work: "training", shown: "models/x" }), {
      name: "InputError",
      message:
        /^models\/x: expected a folder that nobody else writes, got one held by process \d+ on [^\n]+, training since \d{4}-[^\n]+; wait for its end or choose another folder$/,
    });
    owner.kill("SIGKILL");
    await owner.finish();
    assert.ok((await Deno.stat(join(dir, ".lock"))).isFile, "the dead one left its file");
    await (await lockFolder(dir, { work: "training" })).release();
    assert.deepEqual([...Deno.readDirSync(dir)], []);
  });
});

Deno.test("lockFolder() may be taken several times by one process, and removes only a folder that it made", async () => {
  await withFolder(async (dir) => {
    const locks = [await lockFolder(dir, { work: "a" }), await lockFolder(dir, { work: "b" })];
    await locks[0].release();
    assert.ok((await Deno.stat(join(dir, ".lock"))).isFile);
    await locks[1].release();
    await assert.rejects(Deno.stat(dir), Deno.errors.NotFound);
    await Deno.mkdir(dir);
    await (await lockFolder(dir, { work: "a" })).release();
    assert.ok((await Deno.stat(dir)).isDirectory);
  });
});

Deno.test("lockFolder() refuses an impossible place in one line", async () => {
  await withFolder(async (dir) => {
    await Deno.writeTextFile(dir, "a file");
    for (const path of [dir, join(dir, "below"), join(dir, "..", "x".repeat(300))]) {
      await assert.rejects(lockFolder(path, { work: "training", shown: "there" }), {
        name: "InputError",
        message: /^there: expected a folder that can be written: [^\n]+$/,
      });
    }
  });
});
