import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { type DrawingPad, serveDrawingPad } from "../../lib/notebook/drawing_pad.ts";

const SIZE = 280;

/** A sheet with a vertical stroke, or nothing, as RGBA. */
function drawSheet(stroke: boolean): Uint8Array<ArrayBuffer> {
  const sheet = new Uint8Array(SIZE * SIZE * 4).fill(255);
  for (let y = 60; stroke && y < 220; y++) {
    for (let x = 130; x < 148; x++) sheet.fill(0, 4 * (y * SIZE + x), 4 * (y * SIZE + x) + 3);
  }
  return sheet;
}

/** Serves a pad whose classifier always says 1; keeps what it was given. */
async function withPad(test: (pad: DrawingPad, read: Uint8Array[]) => Promise<void>) {
  const given: Uint8Array[] = [];
  const pad = await serveDrawingPad((images) => {
    given.push(images);
    return Promise.resolve(Float32Array.of(0, 0.75, 0.25, 0, 0, 0, 0, 0, 0, 0));
  }, DIGIT_CLASSES);
  try {
    await test(pad, given);
  } finally {
    await pad.close();
  }
}

const post = (pad: DrawingPad, body: BodyInit) => fetch(`${pad.url}read`, { method: "POST", body });

/** The status of a response, its body discarded. */
async function statusOf(response: Promise<Response>): Promise<number> {
  const { status, body } = await response;
  await body?.cancel();
  return status;
}

Deno.test("serveDrawingPad() serves the page and answers a drawing", () =>
  withPad(async (pad, given) => {
    const page = await fetch(pad.url);
    assert.match(page.headers.get("content-type")!, /text\/html/);
    assert.match(await page.text(), /<canvas id="paper"/);
    const answer = await (await post(pad, drawSheet(true))).json();
    assert.equal(answer.predicted, 1);
    assert.deepEqual(answer.classes, DIGIT_CLASSES);
    assert.equal(answer.probabilities[1], 0.75);
    assert.deepEqual(answer.pixels, Array.from(given[0]));
    assert.ok(given[0].length === 784 && Math.max(...given[0]) > 200);
  }));

Deno.test("serveDrawingPad() answers null for a blank sheet", () =>
  withPad(async (pad, given) => {
    assert.equal(await (await post(pad, drawSheet(false))).json(), null);
    assert.equal(given.length, 0);
  }));

Deno.test("serveDrawingPad() refuses other paths, methods, sizes and names", () =>
  withPad(async (pad) => {
    const { origin, port } = new URL(pad.url);
    assert.equal(await statusOf(fetch(origin)), 404);
    assert.equal(await statusOf(fetch(`${origin}/read`, { method: "POST" })), 404);
    assert.equal(await statusOf(fetch(`${pad.url}read`)), 405);
    assert.equal(await statusOf(post(pad, new Uint8Array(5))), 400);
    assert.equal(await readStatus(Number(port), "evil.example"), "403");
    assert.equal(await readStatus(Number(port), `127.0.0.1:${port}`), "404");
  }));

/** The status of a request that asks for another host by the same address. */
async function readStatus(port: number, host: string): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const request = `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  const chunk = new Uint8Array(100);
  const length = await connection.read(chunk);
  return new TextDecoder().decode(chunk.subarray(0, length ?? 0)).split(" ")[1];
}
