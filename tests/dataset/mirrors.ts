/** Small servers on 127.0.0.1 that stand in for the download mirrors, well and ill behaved. */

/** A server that ends with the test that uses it. */
export interface Mirror extends AsyncDisposable {
  /** Address that a file's name is appended to. */
  readonly url: string;
  /** Paths asked for so far. */
  readonly requests: string[];
}

/** Answers every request by `respond`. */
export function serveMirror(respond: () => Response | Promise<Response>): Mirror {
  const requests: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    requests.push(new URL(request.url).pathname);
    return respond();
  });
  const url = `http://127.0.0.1:${server.addr.port}/`;
  return { url, requests, [Symbol.asyncDispose]: () => server.shutdown() };
}

/** Sends these bytes as they are, head and all, and then cuts the connection or falls silent. */
export function serveRawMirror(answer: Uint8Array, then: "cut" | "silence"): Mirror {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const requests: string[] = [];
  const open = new Set<Deno.Conn>();
  const serving = (async () => {
    for await (const connection of listener) {
      open.add(connection);
      const head = new Uint8Array(4096);
      const length = await connection.read(head) ?? 0;
      requests.push(new TextDecoder().decode(head.subarray(0, length)).split(" ")[1]);
      await connection.write(answer);
      if (then === "silence") continue;
      connection.close();
      open.delete(connection);
    }
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}/`,
    requests,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of open) connection.close();
      await serving;
    },
  };
}

/** An HTTP answer that announces `totalBytes` and holds `body`. */
export function formatAnswer(body: Uint8Array, totalBytes?: number): Uint8Array<ArrayBuffer> {
  const length = totalBytes === undefined ? "" : `content-length: ${totalBytes}\r\n`;
  const head = new TextEncoder().encode(`HTTP/1.1 200 OK\r\n${length}connection: close\r\n\r\n`);
  return new Uint8Array([...head, ...body]);
}

/** Compresses bytes as the mirrors do. */
export async function gzip(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([new Uint8Array(bytes)]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
