import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createRequest, decodeMessage, encodeMessage } from "../../lib/jupyter/wire.ts";

const REQUEST = createRequest("execute_request", { code: "1 + 1 // ✓" }, "session-1");

Deno.test("decodeMessage() gives back what encodeMessage() packed", () => {
  assert.deepEqual(decodeMessage(encodeMessage(REQUEST, "key"), "key"), REQUEST);
});

Deno.test("decodeMessage() passes over routing frames before the delimiter", () => {
  const frames = [Buffer.from("kernel.iopub.status"), ...encodeMessage(REQUEST, "key")];
  assert.deepEqual(decodeMessage(frames, "key"), REQUEST);
});

Deno.test("encodeMessage() signs the four parts as Jupyter does", () => {
  const message = { header: {}, parent_header: {}, content: {} } as typeof REQUEST;
  // printf '{}{}{}{}' | openssl dgst -sha256 -hmac secret
  const signature = "34982f0bfec60e7b933ffde06c1ecab0fba073717a95ab943d1dd06f82c2d5e4";
  assert.equal(encodeMessage(message, "secret")[1].toString(), signature);
});

Deno.test("decodeMessage() refuses another key, changed content and a missing delimiter", () => {
  const frames = encodeMessage(REQUEST, "key");
  const forged = [...frames.slice(0, 5), Buffer.from(`{"code":"Deno.exit()"}`)];
  for (const [message, key] of [[frames, "other"], [forged, "key"], [frames.slice(1), "key"]]) {
    assert.throws(() => decodeMessage(message as Buffer[], key as string), /signed with/);
  }
});
