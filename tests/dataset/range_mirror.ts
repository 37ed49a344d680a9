/** A mirror on 127.0.0.1 that serves files in ranges, and misbehaves as told. */
import type { Mirror } from "./mirrors.ts";

/** How the answer to one request goes wrong, or does not. */
export interface Behaviour {
  /** Cuts the connection after so many bytes of the body. */
  cutAfter?: number;
  /** Sends one byte every so many milliseconds. */
  dripMs?: number;
  /** Sends the whole file, whatever range is asked for. */
  ignoreRange?: boolean;
  /** Answers a range with bytes from somewhere else. */
  shiftRange?: boolean;
  /** Does not say how long the answer is. */
  unannounced?: boolean;
}

/** A mirror that also keeps the ranges that were asked for. */
export interface RangeMirror extends Mirror {
  /** The "range" header of each request. */
  readonly ranges: (string | null)[];
}

/** Serves `files` by name; `behave` says how the nth request is answered, from 0. */
export function serveRanges(
  files: Record<string, Uint8Array>,
  behave: (request: number) => Behaviour = () => ({}),
): RangeMirror {
  const requests: string[] = [], ranges: (string | null)[] = [];
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: () => {},
    onError: () => new Response(null, { status: 500 }),
  }, (request) => {
    const { pathname } = new URL(request.url);
    const behaviour = behave(requests.push(pathname) - 1);
    ranges.push(request.headers.get("range"));
    const bytes = files[decodeURIComponent(pathname.slice(1))];
    return bytes ? answer(bytes, request, behaviour) : new Response("none", { status: 404 });
  });
  const url = `http://127.0.0.1:${server.addr.port}/`;
  return { url, requests, ranges, [Symbol.asyncDispose]: () => server.shutdown() };
}

function answer(bytes: Uint8Array, request: Request, behaviour: Behaviour): Response {
  const match = /^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "");
  const start = match && !behaviour.ignoreRange ? Number(match[1]) : undefined;
  if (start !== undefined && start >= bytes.length) return new Response(null, { status: 416 });
  const from = (start ?? 0) + (behaviour.shiftRange ? 1 : 0);
  const rest = new Uint8Array(bytes.subarray(from));
  const headers = new Headers();
  if (!behaviour.unannounced) headers.set("content-length", `${rest.length}`);
  if (start !== undefined) {
    headers.set("content-range", `bytes ${from}-${bytes.length - 1}/${bytes.length}`);
  }
  return new Response(stream(rest, behaviour), {
    status: start === undefined ? 200 : 206,
    headers,
  });
}

function stream(bytes: Uint8Array<ArrayBuffer>, { cutAfter, dripMs }: Behaviour): ReadableStream {
  const end = Math.min(bytes.length, cutAfter ?? bytes.length);
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      if (at === end) {
        if (cutAfter !== undefined) return controller.error(new Error("cut on purpose"));
        return controller.close();
      }
      if (dripMs !== undefined) await new Promise((resolve) => setTimeout(resolve, dripMs));
      const length = dripMs === undefined ? Math.min(16_384, end - at) : 1;
      controller.enqueue(bytes.subarray(at, at += length));
      // Lets what was sent reach the client before the connection is cut.
      if (at === end && cutAfter !== undefined) await new Promise((r) => setTimeout(r, 50));
    },
  });
}
