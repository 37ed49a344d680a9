import assert from "node:assert/strict";
import { join } from "@std/path";
import { findPictures } from "../../lib/cli/picture_inputs.ts";

async function withFolder(use: (cwd: string) => Promise<void>): Promise<void> {
  const cwd = await Deno.makeTempDir();
  try {
    await use(cwd);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

Deno.test("findPictures() finds what folders and patterns lead to, by the alphabet", async () => {
  await withFolder(async (cwd) => {
    await Deno.mkdir(join(cwd, "below", "deep"), { recursive: true });
    for (const name of ["10.png", "2.png", "a.txt", "below/b.JPG", "below/deep/c.webp"]) {
      await Deno.writeTextFile(join(cwd, name), "");
    }
    const { inputs, failures } = await findPictures(["below", "*.png", "none"], { cwd });
    const names = inputs.map(({ name }) => name);
    assert.deepEqual(names, ["below/b.JPG", "below/deep/c.webp", "2.png", "10.png", "none"]);
    assert.deepEqual(failures, []);
  });
});

Deno.test("findPictures() tells what leads nowhere, and goes on", async () => {
  await withFolder(async (cwd) => {
    await Deno.mkdir(join(cwd, "empty"));
    await Deno.writeTextFile(join(cwd, "a.png"), "");
    await Deno.symlink("nowhere", join(cwd, "broken.png"));
    await Deno.symlink("loop.png", join(cwd, "loop.png"));
    const asked = ["", "empty", "[", "*.gif", "*.png"];
    const { inputs, failures } = await findPictures(asked, { cwd });
    // Broken links are told of when they are read.
    assert.deepEqual(inputs.map(({ name }) => name), ["a.png", "broken.png", "loop.png"]);
    assert.deepEqual(failures, [
      { name: "", reason: "expected a picture, got nothing" },
      { name: "empty", reason: "expected pictures in the folder, found none" },
      { name: "[", reason: "expected files that match, found none" },
      { name: "*.gif", reason: "expected files that match, found none" },
    ]);
  });
});
