import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type DownloadProgress, downloadVerified } from "../../lib/dataset/download.ts";
import { formatAnswer, gzip, type Mirror, serveMirror, serveRawMirror } from "./mirrors.ts";
import { serveRanges } from "./range_mirror.ts";

/** 300 KB that hardly compress, so that they arrive in several chunks. */
const CONTENT = createHash("shake256", { outputLength: 300_000 }).update("digits").digest();
const SPEC = {
  byteLength: CONTENT.length,
  sha256: createHash("sha256").update(CONTENT).digest("hex"),
};
const GZ = await gzip(CONTENT);

interface Outcome {
  bytes?: Uint8Array;
  error?: Error;
  reports: DownloadProgress[];
}

async function download({ url }: Pick<Mirror, "url">, stallTimeoutMs = 5000): Promise<Outcome> {
  const reports: DownloadProgress[] = [];
  const onProgress = (progress: DownloadProgress) => reports.push(progress);
  try {
    const bytes = await downloadVerified(`${url}x.gz`, SPEC, { stallTimeoutMs, onProgress });
    return { bytes, reports };
  } catch (error) {
    return { error: error as Error, reports };
  }
}

/** Checks that a download fails for this reason, in one line, and reports so last. */
function assertFailed({ error, reports }: Outcome, reason: RegExp): void {
  assert.ok(error, "downloaded");
  assert.match(error.message, reason);
  assert.doesNotMatch(error.message, /\n/);
  const { state, reason: reported } = reports.at(-1)!;
  assert.deepEqual({ state, reported }, { state: "failed", reported: error.message });
}

Deno.test("downloadVerified() returns the gunzipped bytes and reports every chunk", async () => {
  await using mirror = serveRawMirror(formatAnswer(GZ, GZ.length), "cut");
  const { bytes, reports } = await download(mirror);
  assert.ok(bytes && CONTENT.equals(bytes));

  const url = `${mirror.url}x.gz`;
  const start = { file: "x.gz", url, receivedBytes: 0, state: "running" };
  assert.deepEqual(reports[0], start);
  const whole = { ...start, receivedBytes: GZ.length, totalBytes: GZ.length };
  assert.deepEqual(reports.at(-2), whole);
  assert.deepEqual(reports.at(-1), { ...whole, state: "done" });
  assert.ok(reports.length > 4, `${reports.length} reports`);
  const received = reports.map(({ receivedBytes }) => receivedBytes);
  assert.deepEqual(received, received.toSorted((a, b) => a - b));
});

Deno.test("downloadVerified() does without a content length", async () => {
  await using mirror = serveRawMirror(formatAnswer(GZ), "cut");
  const { bytes, reports } = await download(mirror);
  assert.ok(bytes && CONTENT.equals(bytes));
  assert.equal(reports.at(-1)!.totalBytes, undefined);
});

Deno.test("downloadVerified() fails on an HTTP error", async () => {
  for (const status of [403, 404, 500]) {
    await using mirror = serveMirror(() => new Response("sorry", { status }));
    assertFailed(await download(mirror), new RegExp(`^HTTP ${status}$`));
  }
});

Deno.test("downloadVerified() fails on an answer without a body", async () => {
  await using mirror = serveMirror(() => new Response(null, { status: 204 }));
  assertFailed(await download(mirror), /^HTTP 204$/);
});

Deno.test("downloadVerified() fails when the connection is cut", async () => {
  const half = GZ.subarray(0, GZ.length / 2);
  await using announced = serveRawMirror(formatAnswer(half, GZ.length), "cut");
  assertFailed(await download(announced), /^expected a whole gzip stream: .*connection/);
  await using unannounced = serveRawMirror(formatAnswer(half), "cut");
  assertFailed(await download(unannounced), /^expected a whole gzip stream: /);
  await using atOnce = serveRawMirror(new Uint8Array(), "cut");
  assertFailed(await download(atOnce), /^no answer: connection closed/);
});

Deno.test("downloadVerified() fails when the server falls silent", async () => {
  const half = GZ.subarray(0, GZ.length / 2);
  await using midway = serveRawMirror(formatAnswer(half, GZ.length), "silence");
  assertFailed(await download(midway, 100), /no data for 0.1 s$/);
  await using fromTheStart = serveRawMirror(new Uint8Array(), "silence");
  assertFailed(await download(fromTheStart, 100), /^no data for 0.1 s$/);
});

Deno.test("downloadVerified() fails when the server drips a byte now and then", async () => {
  await using mirror = serveRanges({ "x.gz": GZ }, () => ({ dripMs: 30 }));
  assertFailed(await download(mirror, 200), /[1-9]\d* bytes in 0\.2 s$/);
});

Deno.test("downloadVerified() fails when nobody listens", async () => {
  const mirror = serveMirror(() => new Response());
  await mirror[Symbol.asyncDispose]();
  assertFailed(await download(mirror), /^no answer: Connection refused/);
});

Deno.test("downloadVerified() fails on an address that is none", async () => {
  assertFailed(await download({ url: "nowhere/" }), /Invalid URL/);
});

Deno.test("downloadVerified() fails on anything but the wanted content", async () => {
  const serve = async (body: Promise<Uint8Array<ArrayBuffer>>, reason: RegExp) => {
    const bytes = await body;
    await using mirror = serveMirror(() => new Response(bytes));
    assertFailed(await download(mirror), reason);
  };
  const page = new TextEncoder().encode("<html>Please log in to this network.</html>");
  await serve(Promise.resolve(page), /^expected a whole gzip stream: /);
  await serve(Promise.resolve(new Uint8Array()), /^expected a whole gzip stream: /);
  await serve(gzip(new Uint8Array(CONTENT).with(0, CONTENT[0] ^ 1)), /^expected SHA-256 .*, got /);
  await serve(gzip(CONTENT.subarray(1)), /^expected 300000 bytes, got 299999$/);
  await serve(gzip(new Uint8Array(50_000_000)), /^expected 300000 bytes, got more$/);
});
