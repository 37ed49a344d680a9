import assert from "node:assert/strict";
import { type Capabilities, findObstacle } from "../../../lib/demo/page/support.ts";

const MODERN: Capabilities = {
  location: { protocol: "https:" },
  WebAssembly: WebAssembly as Capabilities["WebAssembly"],
  CSS: { supports: () => true },
  OffscreenCanvas: class {},
  Worker: class {},
};

Deno.test("findObstacle() finds none in a browser that has all, Deno's WebAssembly among it", () => {
  assert.equal(findObstacle(MODERN), undefined);
});

Deno.test("findObstacle() names what an old browser lacks, and browsers that have it", () => {
  const old = { ...MODERN, WebAssembly: { validate: () => false } };
  assert.equal(
    findObstacle(old),
    "This browser cannot run the page: it lacks WebAssembly SIMD. Chrome or Edge 123, Firefox 128, " +
      "Safari 17.5 or later can.",
  );
  const older = { ...old, OffscreenCanvas: undefined };
  assert.match(findObstacle(older)!, /lacks WebAssembly SIMD and OffscreenCanvas\./);
  assert.match(findObstacle({ ...MODERN, WebAssembly: undefined })!, /lacks WebAssembly\./);
  assert.match(findObstacle({ ...MODERN, Worker: undefined })!, /lacks Workers\./);
  const plain = { ...MODERN, CSS: { supports: () => false } };
  assert.match(findObstacle(plain)!, /lacks CSS's light-dark\(\)\./);
});

Deno.test("findObstacle() says of a file that a web server is needed, before anything else", () => {
  const opened = { location: { protocol: "file:" } };
  assert.match(findObstacle(opened)!, /web server/);
});
