/**
 * One file over HTTP onto the disk, however often the connection is cut on the way.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { type DownloadProgress, HttpError, requestBody } from "./download.ts";
import { leastBytes, type TransferPatience, watchTransfer } from "./transfer_watch.ts";
import { firstLine } from "./verified_file.ts";

/** How often a mirror that goes on giving bytes is asked to go on. */
const MAX_TRIES = 20;

/** A file that is published with its MD5 sum. */
export interface PublishedFile {
  /** Where it is, tried in this order. */
  readonly urls: readonly string[];
  /** MD5 of the file as it is published, lower-case hex. */
  readonly md5: string;
}

/** How patiently to fetch, and whom to tell. */
export interface ResumableDownloadOptions extends TransferPatience {
  /** Told how each try goes on; `receivedBytes` counts what earlier tries brought. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Stops the download; what has come is kept, and the next one goes on from there. */
  signal?: AbortSignal;
}

/** The unfinished file, and what the tries at it need. */
interface Transfer {
  readonly url: string;
  readonly part: Deno.FsFile;
  readonly options: ResumableDownloadOptions;
  readonly report: (change: Partial<DownloadProgress>) => void;
}

/**
 * Downloads a file to `path`. Until it is whole and its MD5 fits, it is called `path` + ".part", and a
 * later call goes on where this one was cut. Processes that want the same file wait for each other.
 *
 * @throws {Error} With a one-line reason that names each URL and what became of it.
 */
export async function downloadFile(
  path: string,
  { urls, md5 }: PublishedFile,
  options: ResumableDownloadOptions,
): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const part = await Deno.open(`${path}.part`, { create: true, read: true, write: true });
  try {
    // Where the file system knows no locks, the checksum alone stands between two downloads.
    await part.lock(true).catch(() => {});
    const removePart = () => Deno.remove(`${path}.part`).catch(() => {});
    if (await exists(path)) return await removePart();
    const failures: string[] = [];
    for (const url of urls) {
      try {
        await fetchFrom({ url, part, options, report: createReport(url, options) }, md5);
        return await Deno.rename(`${path}.part`, path);
      } catch (error) {
        options.signal?.throwIfAborted();
        failures.push(`${url} (${firstLine(error)})`);
      }
    }
    if ((await part.stat()).size === 0) await removePart();
    throw new Error(failures.join("; "));
  } finally {
    part.close();
  }
}

/** Asks one mirror again and again, while each try brings what patience asks for. */
async function fetchFrom(transfer: Transfer, md5: string): Promise<void> {
  const { part, options, report } = transfer;
  for (let tries = 1;; tries++) {
    const start = (await part.stat()).size;
    try {
      report({ receivedBytes: start, totalBytes: undefined, state: "running", reason: undefined });
      await receive(transfer, start);
      await verifyMd5(part, md5);
      return report({ state: "done" });
    } catch (error) {
      report({ state: "failed", reason: firstLine(error) });
      const { size } = await part.stat();
      // A wrong sum empties the file: worth one more try if part of it was left over from before.
      const worthwhile = size - start >= leastBytes(options) || (size === 0 && start > 0);
      if (!worthwhile || tries >= MAX_TRIES || options.signal?.aborted) throw error;
    }
  }
}

/** Appends to the file what follows its first `start` bytes, or begins anew if the server does. */
async function receive({ url, part, options, report }: Transfer, start: number): Promise<void> {
  const watch = watchTransfer(options);
  try {
    const signals = options.signal ? [watch.signal, options.signal] : [watch.signal];
    const answer = await requestBody(url, AbortSignal.any(signals), start).catch((error) => {
      // Nothing follows: the file is whole, or longer than it should be, and the checksum decides.
      if (start > 0 && error instanceof HttpError && error.status === 416) return undefined;
      throw error;
    });
    if (!answer) return;
    watch.restart();
    const resumes = answer.status === 206 && rangeStart(answer.headers) === start;
    if (answer.status === 206 && !resumes) {
      await answer.body.cancel();
      await part.truncate(0);
      throw new Error(`expected the bytes from ${start} on, got others`);
    }
    let receivedBytes = resumes ? start : 0;
    const length = Number(answer.headers.get("content-length"));
    const totalBytes = length ? receivedBytes + length : undefined;
    await part.truncate(receivedBytes);
    await part.seek(receivedBytes, Deno.SeekMode.Start);
    for await (const chunk of answer.body) {
      watch.count(chunk.length);
      await writeAll(part, chunk);
      receivedBytes += chunk.length;
      report({ receivedBytes, totalBytes });
    }
  } finally {
    watch.stop();
  }
}

/** Where the bytes of an answer with status 206 begin. */
function rangeStart(headers: Headers): number | undefined {
  const match = /^bytes (\d+)-/.exec(headers.get("content-range") ?? "");
  return match ? Number(match[1]) : undefined;
}

/** Checks the whole file, and empties it if it is another one: nothing of it can be gone on with. */
async function verifyMd5(part: Deno.FsFile, md5: string): Promise<void> {
  const came = await hashMd5(part);
  if (came === md5) return;
  await part.truncate(0);
  throw new Error(`expected MD5 ${md5}, got ${came}`);
}

/** MD5 of a file from its beginning, lower-case hex. */
export async function hashMd5(file: Deno.FsFile): Promise<string> {
  const hash = createHash("md5");
  const buffer = new Uint8Array(1 << 20);
  await file.seek(0, Deno.SeekMode.Start);
  for (let count; (count = await file.read(buffer)) !== null;) {
    hash.update(buffer.subarray(0, count));
  }
  return hash.digest("hex");
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
}

function createReport(url: string, { onProgress }: ResumableDownloadOptions) {
  const file = url.slice(url.lastIndexOf("/") + 1);
  let progress: DownloadProgress = { file, url, receivedBytes: 0, state: "running" };
  return (change: Partial<DownloadProgress>) => {
    progress = { ...progress, ...change };
    onProgress?.(progress);
  };
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
