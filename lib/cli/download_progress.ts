/**
 * How a download looks on stderr: a bar in a terminal, plain lines elsewhere.
 *
 * @module
 */
import process from "node:process";
// @ts-types="@types/cli-progress"
import { SingleBar } from "cli-progress";
import type { DownloadProgress } from "../dataset/download.ts";

/** What is written to: Node's stderr, or a stand-in for it. */
export type ProgressStream = NodeJS.WritableStream & { isTTY?: boolean };

/** Creates a listener for one download after the other, to be passed as `onProgress`. */
export function createDownloadProgress(
  stream: ProgressStream = process.stderr,
): (progress: DownloadProgress) => void {
  return stream.isTTY ? createBar(stream) : createLines(stream);
}

function createBar(stream: ProgressStream): (progress: DownloadProgress) => void {
  const bar = new SingleBar({
    stream,
    format: "{file} [{bar}] {megabytes} MB",
    barsize: 30,
    barCompleteChar: "█",
    barIncompleteChar: "░",
  });
  return (progress) => {
    const { file, receivedBytes, totalBytes = Infinity, state } = progress;
    const payload = { file, megabytes: formatMegabytes(progress) };
    if (!bar.isActive) bar.start(Infinity, 0, payload);
    bar.setTotal(state === "done" ? receivedBytes : totalBytes);
    bar.update(receivedBytes, payload);
    if (state !== "running") bar.stop();
    if (state === "failed") stream.write(`${formatFailure(progress)}\n`);
  };
}

function createLines(stream: ProgressStream): (progress: DownloadProgress) => void {
  return (progress) => {
    const { file, url, receivedBytes, state } = progress;
    if (state === "failed") stream.write(`${formatFailure(progress)}\n`);
    if (state === "done") stream.write(`${file}: ${formatMegabytes(progress)} MB received\n`);
    if (state === "running" && receivedBytes === 0) stream.write(`downloading ${url}\n`);
  };
}

function formatFailure({ url, reason }: DownloadProgress): string {
  return `${url} failed: ${reason}`;
}

/** Such as "4.1 / 9.9", or "4.1" where the total is not known. */
function formatMegabytes({ receivedBytes, totalBytes, state }: DownloadProgress): string {
  const received = (receivedBytes / 1e6).toFixed(1);
  if (state === "done" || totalBytes === undefined) return received;
  return `${received} / ${(totalBytes / 1e6).toFixed(1)}`;
}
