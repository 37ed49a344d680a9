import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "@std/path";
import type { DownloadProgress } from "../../lib/dataset/download.ts";
import {
  downloadFile,
  type ResumableDownloadOptions,
} from "../../lib/dataset/resumable_download.ts";
import { serveMirror } from "./mirrors.ts";
import { type RangeMirror, serveRanges } from "./range_mirror.ts";

const FILE = createHash("shake256", { outputLength: 300_000 }).update("digits").digest();
const MD5 = createHash("md5").update(FILE).digest("hex");
const OPTIONS = { stallTimeoutMs: 5000 };

/** Runs a test with a path, in a folder that need not exist, for the download to go to. */
async function withPath(test: (path: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await test(join(dir, "new", "x.gz"));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function download(
  path: string,
  mirrors: Pick<RangeMirror, "url">[],
  options: Partial<ResumableDownloadOptions> = {},
): Promise<void> {
  const urls = mirrors.map(({ url }) => `${url}x.gz`);
  return downloadFile(path, { urls, md5: MD5 }, { ...OPTIONS, ...options });
}

function assertWhole(path: string): void {
  assert.ok(FILE.equals(Deno.readFileSync(path)));
  assert.deepEqual(Array.from(Deno.readDirSync(join(path, "..")), ({ name }) => name), ["x.gz"]);
}

Deno.test("downloadFile() stores a file whose MD5 fits, and reports how it goes on", async () => {
  await using mirror = serveRanges({ "x.gz": FILE });
  await withPath(async (path) => {
    const reports: DownloadProgress[] = [];
    await download(path, [mirror], { onProgress: (progress) => reports.push(progress) });
    assertWhole(path);
    assert.deepEqual(mirror.ranges, [null]);
    const { file, receivedBytes, state } = reports[0];
    assert.deepEqual([file, receivedBytes, state], ["x.gz", 0, "running"]);
    assert.equal(reports.at(-1)!.state, "done");
    assert.equal(reports.at(-1)!.receivedBytes, FILE.length);
    assert.equal(reports.at(-1)!.totalBytes, FILE.length);
  });
});

Deno.test("downloadFile() goes on where the connection was cut, as often as that helps", async () => {
  await using mirror = serveRanges({ "x.gz": FILE }, (n) => n < 3 ? { cutAfter: 70_000 } : {});
  await withPath(async (path) => {
    const reports: DownloadProgress[] = [];
    await download(path, [mirror], { onProgress: (progress) => reports.push(progress) });
    assertWhole(path);
    const starts = mirror.ranges.slice(1).map((range) => Number(/bytes=(\d+)-/.exec(range!)![1]));
    assert.equal(starts.length, 3);
    assert.ok(starts.every((start, i) => start > (starts[i - 1] ?? 0)), `${starts}`);
    assert.equal(reports.filter(({ state }) => state === "failed").length, 3);
    assert.equal(reports.at(-1)!.totalBytes, FILE.length);
  });
});

Deno.test("downloadFile() goes on with what an earlier call left, from another mirror, too", async () => {
  await using cut = serveRanges({ "x.gz": FILE }, (n) => ({ cutAfter: n === 0 ? 100_000 : 0 }));
  await using whole = serveRanges({ "x.gz": FILE });
  await withPath(async (path) => {
    await assert.rejects(() => download(path, [cut]));
    const { size } = Deno.statSync(`${path}.part`);
    assert.ok(size > 0 && size <= 100_000, `${size}`);
    await download(path, [whole]);
    assertWhole(path);
    assert.deepEqual(whole.ranges, [`bytes=${size}-`]);
  });
});

Deno.test("downloadFile() finishes a part that was whole but for its name", async () => {
  await using mirror = serveRanges({ "x.gz": FILE });
  await withPath(async (path) => {
    Deno.mkdirSync(join(path, ".."));
    Deno.writeFileSync(`${path}.part`, FILE);
    await download(path, [mirror]);
    assertWhole(path);
  });
});

Deno.test("downloadFile() begins anew where the part is of another file", async () => {
  for (const length of [1000, FILE.length, FILE.length + 1]) {
    await using mirror = serveRanges({ "x.gz": FILE });
    await withPath(async (path) => {
      Deno.mkdirSync(join(path, ".."));
      Deno.writeFileSync(`${path}.part`, new Uint8Array(length));
      await download(path, [mirror]);
      assertWhole(path);
      assert.deepEqual(mirror.ranges, [`bytes=${length}-`, null]);
    });
  }
});

Deno.test("downloadFile() copes with servers that know no ranges, or other ones", async () => {
  for (const wrong of [{ ignoreRange: true }, { shiftRange: true }]) {
    await using mirror = serveRanges({ "x.gz": FILE }, (n) => n === 0 ? wrong : {});
    await withPath(async (path) => {
      Deno.mkdirSync(join(path, ".."));
      Deno.writeFileSync(`${path}.part`, FILE.subarray(0, 1000));
      await download(path, [mirror]);
      assertWhole(path);
    });
  }
});

Deno.test("downloadFile() does without a content length", async () => {
  await using mirror = serveRanges({ "x.gz": FILE }, () => ({ unannounced: true }));
  await withPath(async (path) => {
    await download(path, [mirror]);
    assertWhole(path);
  });
});

Deno.test("downloadFile() gives up a server that drips, and tries the next one", async () => {
  await using dripping = serveRanges({ "x.gz": FILE }, () => ({ dripMs: 20 }));
  await using missing = serveMirror(() => new Response("no", { status: 404 }));
  await withPath(async (path) => {
    const options = { stallTimeoutMs: 200, minBytesPerSecond: 1000 };
    const error = await download(path, [dripping, missing], options).catch((error) => error);
    assert.match(error.message, /x\.gz \(\d+ bytes in 0\.2 s\); .*x\.gz \(HTTP 404\)$/);
    assert.deepEqual([dripping.requests.length, missing.requests.length], [1, 1]);
  });
});

Deno.test("downloadFile() says what became of each mirror, and leaves nothing of a wrong file", async () => {
  await using missing = serveMirror(() => new Response("no", { status: 404 }));
  await using wrong = serveRanges({ "x.gz": new TextEncoder().encode("<html>Log in</html>") });
  await withPath(async (path) => {
    const error = await download(path, [missing, wrong]).catch((error) => error);
    assert.match(
      error.message,
      /^http\S+x\.gz \(HTTP 404\); http\S+x\.gz \(expected MD5 \w+, got \w+\)$/,
    );
    assert.deepEqual([...Deno.readDirSync(join(path, ".."))], []);
    assert.equal(wrong.requests.length, 1);
  });
});

Deno.test("downloadFile() lets several calls want the same file", async () => {
  await using mirror = serveRanges({ "x.gz": FILE });
  await withPath(async (path) => {
    await Promise.all([1, 2, 3].map(() => download(path, [mirror])));
    assertWhole(path);
    assert.equal(mirror.requests.length, 1);
  });
});

Deno.test("downloadFile() stops on request, and keeps what has come", async () => {
  await using mirror = serveRanges({ "x.gz": FILE }, (n) => n === 0 ? { dripMs: 5 } : {});
  await withPath(async (path) => {
    const controller = new AbortController();
    const onProgress = ({ receivedBytes }: DownloadProgress) => {
      if (receivedBytes >= 10) controller.abort(new Error("enough"));
    };
    const { signal } = controller;
    await assert.rejects(() => download(path, [mirror], { signal, onProgress }), /^Error: enough$/);
    assert.equal(mirror.requests.length, 1);
    assert.ok(Deno.statSync(`${path}.part`).size >= 10);
    await download(path, [mirror]);
    assertWhole(path);
  });
});
