/**
 * One gzipped file over HTTP: streamed, gunzipped, checked.
 *
 * @module
 */
import { type TransferPatience, watchTransfer } from "./transfer_watch.ts";
import { type FileSpec, firstLine, gunzip, verifySha256 } from "./verified_file.ts";

/** How one try to download a file goes on: "running" at the start and at every chunk, then once more. */
export interface DownloadProgress {
  /** The file, such as "train-images-idx3-ubyte.gz". */
  readonly file: string;
  /** Where it is fetched from. */
  readonly url: string;
  /** Compressed bytes received so far. */
  readonly receivedBytes: number;
  /** Compressed bytes in all, where the server says so. */
  readonly totalBytes?: number;
  /** "done" once the file is whole and checked; "failed" ends this try, and another may follow. */
  readonly state: "running" | "done" | "failed";
  /** Why it failed, in one line. */
  readonly reason?: string;
}

/** How patiently to fetch, and whom to tell. */
export interface DownloadOptions extends TransferPatience {
  /** Told how the download goes on. */
  onProgress?: (progress: DownloadProgress) => void;
}

/**
 * Downloads a gzipped file whose content is known beforehand.
 *
 * @param spec Size and checksum of the uncompressed file.
 * @returns The uncompressed bytes.
 * @throws {Error} With a one-line reason that does not name the URL: unreachable, HTTP error,
 *   connection cut, silence, not gzip, other content.
 */
export async function downloadVerified(
  url: string,
  spec: FileSpec,
  options: DownloadOptions,
): Promise<Uint8Array> {
  let progress: DownloadProgress = {
    file: url.slice(url.lastIndexOf("/") + 1),
    url,
    receivedBytes: 0,
    state: "running",
  };
  const report = (change: Partial<DownloadProgress>) => {
    progress = { ...progress, ...change };
    options.onProgress?.(progress);
  };
  const watch = watchTransfer(options);
  try {
    report({});
    try {
      const response = await requestBody(url, watch.signal);
      watch.restart();
      const totalBytes = Number(response.headers.get("content-length")) || undefined;
      const received = tapChunks(response.body, (chunk) => {
        watch.count(chunk.length);
        report({ receivedBytes: progress.receivedBytes + chunk.length, totalBytes });
      });
      const bytes = await gunzip(received, spec.byteLength);
      verifySha256(bytes, spec);
      report({ state: "done" });
      return bytes;
    } catch (error) {
      const reason = firstLine(error);
      report({ state: "failed", reason });
      throw new Error(reason);
    }
  } finally {
    watch.stop();
  }
}

/** An answer that is not the file. */
export class HttpError extends Error {
  constructor(readonly status: number) {
    super(`HTTP ${status}`);
  }
}

/** The parts of an answer that matter. */
export interface HttpBody {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/**
 * Asks for a file, or for what of it follows the first `start` bytes.
 *
 * @throws {HttpError} If the answer is an error or has no body.
 * @throws {Error} With a one-line reason, if there is no answer.
 */
export async function requestBody(
  url: string,
  signal: AbortSignal,
  start = 0,
): Promise<HttpBody> {
  // The .gz is the content itself: no transfer encoding that fetch would undo before we count bytes.
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  if (start > 0) headers.range = `bytes=${start}-`;
  const response = await fetch(url, { signal, headers }).catch(explainFailure);
  const { ok, status, body } = response;
  if (ok && body) return { status, headers: response.headers, body };
  await body?.cancel();
  throw new HttpError(status);
}

/** Deno says "fetch failed", and why at the end of its cause, after the URL and its own layers. */
function explainFailure(error: Error): never {
  if (!(error.cause instanceof Error)) throw error;
  throw new Error(`no answer: ${error.cause.message.split(": ").at(-1)}`);
}

function tapChunks<T>(stream: ReadableStream<T>, onChunk: (chunk: T) => void): ReadableStream<T> {
  const transform = (chunk: T, controller: TransformStreamDefaultController<T>) => {
    onChunk(chunk);
    controller.enqueue(chunk);
  };
  return stream.pipeThrough(new TransformStream({ transform }));
}
