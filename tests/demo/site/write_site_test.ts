import assert from "node:assert/strict";
import { join } from "@std/path";
import type { Site } from "../../../lib/demo/site/site.ts";
import { writeSite } from "../../../lib/demo/site/write_site.ts";
import { InputError } from "../../../lib/errors.ts";

async function withFolder(use: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir({ prefix: "site_" });
  try {
    await use(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** A page with some models, and its files' names as their contents. */
function makeSite(...models: string[]): Site {
  const paths = ["index.html", "reader_worker.js", "style.css"];
  paths.push(...models.map((name) => `models/${name}.bin`));
  const file = (path: string) => ({ type: "text/plain", body: new TextEncoder().encode(path) });
  return new Map(paths.map((path) => [path, file(path)]));
}

Deno.test("writeSite() writes every file where the page looks for it", async () => {
  await withFolder(async (dir) => {
    await writeSite(makeSite("a b"), join(dir, "new", "place"));
    const file = join(dir, "new", "place", "models", "a b.bin");
    assert.equal(await Deno.readTextFile(file), "models/a b.bin");
  });
});

Deno.test("writeSite() replaces an earlier page and removes the models that are gone", async () => {
  await withFolder(async (dir) => {
    await writeSite(makeSite("old", "kept"), dir);
    await writeSite(makeSite("kept", "new"), dir);
    const models = await Array.fromAsync(Deno.readDir(join(dir, "models")));
    assert.deepEqual(models.map(({ name }) => name).sort(), ["kept.bin", "new.bin"]);
  });
});

Deno.test("writeSite() leaves a folder alone that holds something else", async () => {
  await withFolder(async (dir) => {
    await Deno.writeTextFile(join(dir, "index.html"), "mine");
    const expected = new InputError(
      "expected an empty folder or an earlier page, found index.html",
    );
    await assert.rejects(writeSite(makeSite("a"), dir), expected);
    assert.equal(await Deno.readTextFile(join(dir, "index.html")), "mine");
    assert.equal((await Array.fromAsync(Deno.readDir(dir))).length, 1);
  });
});

Deno.test("writeSite() changes nothing where a file cannot be written", async () => {
  await withFolder(async (dir) => {
    await writeSite(makeSite("old"), dir);
    const site = makeSite("new");
    // As long as no file system has: the last file to be written.
    site.set(`${"x".repeat(300)}.css`, { type: "text/css", body: new Uint8Array(1) });
    await assert.rejects(writeSite(site, dir), /name too long/i);
    const names = (await Array.fromAsync(Deno.readDir(dir))).map(({ name }) => name).sort();
    assert.deepEqual(names, ["index.html", "models", "reader_worker.js", "style.css"]);
    assert.equal(await Deno.readTextFile(join(dir, "models", "old.bin")), "models/old.bin");
    assert.equal((await Array.fromAsync(Deno.readDir(join(dir, "models")))).length, 1);
  });
});

Deno.test("writeSite() leaves linked files, and files in linked folders, as they are", async () => {
  await withFolder(async (elsewhere) => {
    const mine = join(elsewhere, "mine.css");
    await Deno.writeTextFile(mine, "mine");
    for (const [path, target] of [["style.css", mine], ["models", elsewhere]]) {
      await withFolder(async (dir) => {
        await writeSite(makeSite(), dir);
        await Deno.remove(join(dir, path)).catch(() => {});
        await Deno.symlink(target, join(dir, path));
        const expected = `expected files of an earlier page, found a link: ${path}`;
        await assert.rejects(writeSite(makeSite("a"), dir), new InputError(expected));
        assert.equal(await Deno.readTextFile(mine), "mine");
        assert.equal((await Array.fromAsync(Deno.readDir(elsewhere))).length, 1);
      });
    }
  });
});

Deno.test("writeSite() goes through a link to the folder, and removes what a build left that was cut off", async () => {
  await withFolder(async (dir) => {
    const folder = join(dir, "folder"), link = join(dir, "link");
    const left = join(folder, `.building-${crypto.randomUUID()}`);
    await Deno.mkdir(left, { recursive: true });
    await Deno.writeTextFile(join(left, ".page-on-its-way"), "");
    const unmarked = join(folder, `.building-${crypto.randomUUID()}`);
    await Deno.mkdir(unmarked);
    await Deno.symlink(folder, link);
    await writeSite(makeSite("a"), link);
    assert.ok((await Deno.lstat(link)).isSymlink);
    const hidden = (await Array.fromAsync(Deno.readDir(folder)))
      .map(({ name }) => join(folder, name)).filter((path) => path.includes(".building-"));
    assert.deepEqual(hidden, [unmarked]);
  });
});
