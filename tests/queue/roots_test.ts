import assert from "node:assert/strict";
import { join } from "@std/path";
import { createRoots } from "../../lib/queue/roots.ts";

/** Runs `check` with a folder: `in/a.png`, `out/b.png`, `inner/c.png`, links from `in` to both others. */
async function withFolders(check: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const [folder, file] of [["in", "a"], ["out", "b"], ["inner", "c"]]) {
      await Deno.mkdir(join(dir, folder));
      await Deno.writeTextFile(join(dir, folder, `${file}.png`), "");
    }
    await Deno.symlink(join(dir, "out"), join(dir, "in", "away"));
    await Deno.symlink(join(dir, "in", "a.png"), join(dir, "in", "again.png"));
    await check(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("createRoots() lets in what lies in a root, links inside it too", async () => {
  await withFolders(async (dir) => {
    const rooted = await createRoots([join(dir, "in"), join(dir, "out")]);
    const file = join(dir, "in", "a.png");
    assert.equal(await rooted(file), file);
    assert.equal(await rooted(join(dir, "in", "again.png")), file);
    assert.equal(await rooted(join(dir, "in")), join(dir, "in"));
    assert.equal(await rooted(join(dir, "in", "away", "b.png")), join(dir, "out", "b.png"));
  });
});

Deno.test("createRoots() keeps out what lies elsewhere, however the path is written", async () => {
  await withFolders(async (dir) => {
    const rooted = await createRoots([join(dir, "in")]);
    const paths = ["out/b.png", "in/../out/b.png", "in/away/b.png", "in/away", "inner/c.png", ""];
    for (const path of paths) {
      const wanted = /^InputError: [^\n]+: expected a path inside [^\n]+in, got one outside$/;
      await assert.rejects(rooted(`${dir}/${path}`), wanted, path);
    }
    await assert.rejects(rooted(`${dir}/in/none`), /expected a path inside [^\n]+, found none$/);
    await assert.rejects(rooted("in/a.png"), /^InputError: in\/a\.png: expected an absolute path$/);
  });
});

Deno.test("createRoots() refuses a root that is not there", async () => {
  await assert.rejects(
    createRoots(["/none"]),
    /^InputError: \/none: expected a folder, found none$/,
  );
});
