/**
 * One gzipped file over HTTP: streamed, gunzipped, checked.
 *
 * @module
 */
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
export interface DownloadOptions {
  /** Gives up when nothing arrives for so long. */
  stallTimeoutMs: number;
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
  { stallTimeoutMs, onProgress }: DownloadOptions,
): Promise<Uint8Array> {
  let progress: DownloadProgress = {
    file: url.slice(url.lastIndexOf("/") + 1),
    url,
    receivedBytes: 0,
    state: "running",
  };
  const report = (change: Partial<DownloadProgress>) => {
    progress = { ...progress, ...change };
    onProgress?.(progress);
  };
  using stall = createStallTimer(stallTimeoutMs);
  report({});
  try {
    const response = await request(url, stall.signal);
    const totalBytes = Number(response.headers.get("content-length")) || undefined;
    const received = tapChunks(response.body!, (chunk) => {
      stall.restart();
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
}

async function request(url: string, signal: AbortSignal): Promise<Response> {
  // The .gz is the content itself: no transfer encoding that fetch would undo before we count bytes.
  const response = await fetch(url, { signal, headers: { "accept-encoding": "identity" } })
    .catch(explainFailure);
  if (response.ok && response.body) return response;
  await response.body?.cancel();
  throw new Error(`HTTP ${response.status}`);
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

/** A signal that aborts when `restart` was not called for `timeoutMs`. */
function createStallTimer(timeoutMs: number) {
  const controller = new AbortController();
  const abort = () => controller.abort(new Error(`no data for ${timeoutMs / 1000} s`));
  let timer = setTimeout(abort, timeoutMs);
  return {
    signal: controller.signal,
    restart() {
      clearTimeout(timer);
      timer = setTimeout(abort, timeoutMs);
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
