/**
 * Serves the page to this machine alone.
 *
 * @module
 */
import { InputError } from "../../errors.ts";
import type { Site } from "./site.ts";
import { CONTENT_SECURITY_POLICY } from "./template.ts";

/** Serves at 127.0.0.1 only, so that no other machine can reach it. */
const HOSTNAME = "127.0.0.1";

/** The port that is tried first. */
export const USUAL_PORT = 8028;

/** Pages of this machine's own servers may frame the page with `?embed`; nothing else may frame it. */
const EMBEDDERS = "'self' http://localhost:* http://127.0.0.1:*";

/** Nor may its files be embedded, which a page cannot say of itself. */
const HEADERS = {
  // Isolated from other origins, the page's Workers may share a memory when they train.
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-cache",
};

/**
 * Starts the server.
 *
 * @param port Exactly this port; by default {@link USUAL_PORT}, or a free one if it is taken.
 * @throws {InputError} If the wanted port is taken or may not be used.
 */
export function serveSite(
  site: Site,
  { port }: { port?: number } = {},
): { server: Deno.HttpServer<Deno.NetAddr>; url: string } {
  const server = listen(site, port ?? USUAL_PORT, port === undefined);
  return { server, url: new URL(`http://${HOSTNAME}:${server.addr.port}`).href };
}

function listen(site: Site, port: number, orFree: boolean): Deno.HttpServer<Deno.NetAddr> {
  try {
    const server: Deno.HttpServer<Deno.NetAddr> = Deno.serve(
      { hostname: HOSTNAME, port, onListen: () => {} },
      (request) => respond(site, request, server.addr.port),
    );
    return server;
  } catch (error) {
    const isTaken = error instanceof Deno.errors.AddrInUse;
    if (isTaken && orFree) return listen(site, 0, false);
    if (!isTaken && !(error instanceof Deno.errors.PermissionDenied)) throw error;
    throw new InputError(`--port ${port}: ${isTaken ? "already in use" : "not allowed"}`);
  }
}

/**
 * Answers a request to a server at `port`: with one of the site's files, or with a refusal if it is
 * not addressed to this machine by name (a DNS name that was bound to 127.0.0.1) or comes from a page
 * of another origin.
 */
export function respond(site: Site, request: Request, port: number): Response {
  // As browsers write them: without the port where it is the usual one of HTTP.
  const hosts = [HOSTNAME, "localhost"].map((name) => new URL(`http://${name}:${port}`).host);
  if (!hosts.includes(request.headers.get("host") ?? "")) return refuse(421, "wrong host");
  if (isForeign(request, hosts)) return refuse(403, "wrong origin");
  if (request.method !== "GET" && request.method !== "HEAD") {
    return refuse(405, "only GET and HEAD", { allow: "GET, HEAD" });
  }
  const file = site.get(toPath(request.url));
  if (!file) return refuse(404, "no such file");
  const body = request.method === "HEAD" ? null : file.body;
  const ancestors = new URL(request.url).searchParams.has("embed") ? EMBEDDERS : "'none'";
  return new Response(body, {
    headers: {
      ...HEADERS,
      "content-security-policy": `${CONTENT_SECURITY_POLICY}; frame-ancestors ${ancestors}`,
      "content-type": file.type,
    },
  });
}

/** Whether another origin's page asks; following a link to the page is fine. */
function isForeign({ headers }: Request, hosts: string[]): boolean {
  const origin = headers.get("origin");
  if (origin !== null && !hosts.some((host) => origin === `http://${host}`)) return true;
  const site = headers.get("sec-fetch-site") ?? "none";
  return !["same-origin", "none"].includes(site) && headers.get("sec-fetch-mode") !== "navigate";
}

function toPath(url: string): string {
  try {
    return decodeURIComponent(new URL(url).pathname.slice(1)) || "index.html";
  } catch {
    return "\0"; // malformed escapes name no file
  }
}

function refuse(status: number, reason: string, headers: HeadersInit = {}): Response {
  const response = new Response(`${reason}\n`, { status, headers: { ...HEADERS } });
  response.headers.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  for (const [name, value] of new Headers(headers)) response.headers.set(name, value);
  return response;
}
