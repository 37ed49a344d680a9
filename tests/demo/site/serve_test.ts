import assert from "node:assert/strict";
import { respond, serveSite } from "../../../lib/demo/site/serve.ts";
import type { Site } from "../../../lib/demo/site/site.ts";
import { InputError } from "../../../lib/errors.ts";

const SITE: Site = new Map([
  ["index.html", { type: "text/html; charset=utf-8", body: new TextEncoder().encode("<p>") }],
  ["models/my model.bin", { type: "application/octet-stream", body: Uint8Array.of(1, 2) }],
]);
const HOST = "127.0.0.1:8028";

function ask(
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
  port = 8028,
): Response {
  const request = new Request(`http://${HOST}${path}`, { method });
  const all = new Headers({ host: HOST, ...headers });
  // A Request built here drops the headers that only a browser or a server may set.
  Object.defineProperty(request, "headers", { value: all });
  return respond(SITE, request, port);
}

Deno.test("respond() serves the site's files with their types, the page at the root", async () => {
  const page = ask("/");
  assert.equal(page.status, 200);
  assert.equal(page.headers.get("content-type"), "text/html; charset=utf-8");
  assert.equal(await page.text(), "<p>");
  const model = ask("/models/my%20model.bin?x=1");
  assert.deepEqual(new Uint8Array(await model.arrayBuffer()), Uint8Array.of(1, 2));
  const head = ask("/index.html", {}, "HEAD");
  assert.deepEqual([head.status, await head.text()], [200, ""]);
});

Deno.test("respond() allows the page's own code and nothing from elsewhere", () => {
  const { headers } = ask("/");
  const policy = headers.get("content-security-policy")!;
  assert.match(policy, /default-src 'none'; script-src 'self' 'wasm-unsafe-eval'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /unsafe-inline|https?:|\*/);
  assert.equal(headers.get("x-content-type-options"), "nosniff");
});

Deno.test("respond() lets pages of this machine frame what is made for that, and nothing else", () => {
  const ancestors = (path: string, headers = {}) =>
    ask(path, headers).headers.get("content-security-policy")!.match(/frame-ancestors (.*)$/)![1];
  assert.equal(ancestors("/?embed"), "'self' http://localhost:* http://127.0.0.1:*");
  assert.equal(ancestors("/?x=embed"), "'none'");
  assert.equal(ancestors("/?embed", { host: "evil.example" }), "'none'");
});

Deno.test("respond() has nothing outside the site's files", () => {
  const paths = [
    "/deno.json",
    "/../deno.json",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "//etc/passwd",
    "/models/",
    "/models",
    "/%",
    "/%00",
    "/__proto__",
  ];
  for (const path of paths) assert.equal(ask(path).status, 404, path);
});

Deno.test("respond() refuses other hosts' names, so that no name can be bound to this machine", () => {
  for (const host of ["evil.example:8028", "127.0.0.1", "127.0.0.1:80", "localhost", ""]) {
    assert.equal(ask("/", { host }).status, 421, host);
  }
  assert.equal(ask("/", { host: "localhost:8028" }).status, 200);
});

Deno.test("respond() at port 80 knows its hosts without a port, as browsers write them", () => {
  const statusOf = (headers: Record<string, string>) => ask("/", headers, "GET", 80).status;
  assert.equal(statusOf({ host: "127.0.0.1" }), 200);
  assert.equal(statusOf({ host: "localhost", origin: "http://localhost" }), 200);
  assert.equal(statusOf({ host: "evil.example" }), 421);
  assert.equal(statusOf({ host: "localhost", origin: "http://localhost:8028" }), 403);
});

Deno.test("respond() refuses pages of other origins, but not a link that is followed", () => {
  const statuses = [
    ask("/", { origin: "http://evil.example" }),
    ask("/", { origin: "null" }),
    ask("/", { origin: "http://127.0.0.1:9999" }),
    ask("/", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }),
    ask("/", { "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" }),
    ask("/", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }),
    ask("/", { "sec-fetch-site": "same-origin", origin: `http://${HOST}` }),
  ].map(({ status }) => status);
  assert.deepEqual(statuses, [403, 403, 403, 403, 403, 200, 200]);
});

Deno.test("respond() knows only GET and HEAD", () => {
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
    const response = ask("/", {}, method);
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), "GET, HEAD");
  }
});

Deno.test("serveSite() serves this machine alone, takes a free port if the usual one is taken, and names a wanted one that is", async () => {
  const first = serveSite(SITE), second = serveSite(SITE);
  assert.notEqual(first.url, second.url);
  assert.equal(first.server.addr.hostname, "127.0.0.1");
  const response = await fetch(second.url);
  assert.equal(await response.text(), "<p>");
  const { port } = second.server.addr;
  assert.throws(() => serveSite(SITE, { port }), new InputError(`--port ${port}: already in use`));
  await Promise.all([first.server.shutdown(), second.server.shutdown()]);
});
