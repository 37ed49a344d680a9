import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { createDownloadProgress } from "../../lib/cli/download_progress.ts";
import type { DownloadProgress } from "../../lib/dataset/download.ts";

const START: DownloadProgress = {
  file: "x.gz",
  url: "http://mirror/x.gz",
  receivedBytes: 0,
  state: "running",
};
const HALF = { ...START, receivedBytes: 4_100_000, totalBytes: 9_900_000 };
const FAILED: DownloadProgress = { ...HALF, state: "failed", reason: "HTTP 404" };
const DONE: DownloadProgress = { ...HALF, receivedBytes: 9_900_000, state: "done" };

/** What a terminal, or a pipe, receives of these reports. */
function render(reports: DownloadProgress[], isTTY: boolean): string {
  let text = "";
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  reports.forEach(createDownloadProgress(Object.assign(stream, { isTTY, columns: 120 })));
  return text;
}

Deno.test("createDownloadProgress() writes plain lines where there is no terminal", () => {
  const text = render([START, HALF, FAILED, START, HALF, DONE], false);
  assert.deepEqual(text.split("\n"), [
    "downloading http://mirror/x.gz",
    "http://mirror/x.gz failed: HTTP 404",
    "downloading http://mirror/x.gz",
    "x.gz: 9.9 MB received",
    "",
  ]);
});

Deno.test("createDownloadProgress() draws a bar in a terminal that ends full", () => {
  const text = render([START, HALF, DONE], true);
  assert.ok(text.includes(`x.gz [${"░".repeat(30)}] 0.0 MB`), text);
  assert.ok(text.includes(`x.gz [${"█".repeat(30)}] 9.9 MB`), text);
  assert.ok(text.endsWith("\n"));
});

Deno.test("createDownloadProgress() stops the bar where a try failed, says why, and starts anew", () => {
  const text = render([START, HALF, FAILED, START, DONE], true);
  const [first, reason, second] = text.split("\n");
  assert.match(first, /\[█{12}░{18}\] 4\.1 \/ 9\.9 MB/);
  assert.equal(reason, "http://mirror/x.gz failed: HTTP 404");
  assert.ok(second.includes(`[${"█".repeat(30)}] 9.9 MB`), second);
});

Deno.test("createDownloadProgress() keeps the bar empty while the total is unknown", () => {
  const text = render([START, { ...START, receivedBytes: 4_100_000, state: "failed" }], true);
  assert.ok(text.includes(`[${"░".repeat(30)}] 4.1 MB`), text);
  assert.ok(!text.includes("█"), text);
});
