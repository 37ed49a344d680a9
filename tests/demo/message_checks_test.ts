import assert from "node:assert/strict";
import { checkExplainReply, checkExplainRequest } from "../../lib/demo/explainer/message_checks.ts";
import { checkReadReply, checkReadRequest } from "../../lib/demo/page/reader_messages.ts";
import { DEFAULT_SETTINGS } from "../../lib/demo/trainer/choices.ts";
import { checkTrainMessage, checkTrainRequest } from "../../lib/demo/trainer/message_checks.ts";

const INK = new Uint8Array(784);

/** Of each check, messages that it takes, and others with what it says of them. */
const CASES: [check: (message: unknown) => unknown, good: unknown[], bad: [unknown, RegExp][]][] = [
  [checkTrainRequest, [
    { type: "start", settings: DEFAULT_SETTINGS },
    { type: "watch", pixels: undefined },
    { type: "teach", corrections: [{ pixels: INK, label: 3 }, { pixels: INK }] },
  ], [
    [undefined, /^request: expected an object, got nothing$/],
    [{ type: "launch" }, /^request: type: expected .*"goOn".*, got "launch"$/],
    [{ type: "start", settings: { ...DEFAULT_SETTINGS, epochs: 0 } }, /settings\.epochs: .*got 0$/],
    [{ type: "watch", pixels: new Uint8Array(3) }, /pixels: expected 784 ink bytes/],
    [{ type: "teach", corrections: [{ pixels: INK, label: 10 }] }, /\[0\]\.label: .* got 10$/],
    [{ type: "unpack", archive: "PK" }, /archive: expected Uint8Array, got "PK"$/],
  ]],
  [checkTrainMessage, [
    { type: "alive" },
    { type: "failed", message: "no" },
    { type: "progress", progress: { ...progress(), loss: NaN } },
  ], [
    [{ type: "idle" }, /answered/],
    [{ type: "progress", progress: { ...progress(), imagesDone: -1 } }, /imagesDone: .*got -1$/],
    [{ type: "packed", name: "x" }, /archive/],
  ]],
  [checkExplainRequest, [{ type: "explain", model: "lenet5", pixels: INK }], [
    [{ type: "explain", model: 5, pixels: INK }, /model: expected a model, got 5$/],
    [{ type: "nearest" }, /pixels/],
  ]],
  [checkExplainReply, [{ type: "failed", request: "nearest", message: "no" }], [
    [{ type: "nearest", digits: [{ pixels: INK, label: 5 }] }, /digits\[0\]\.similarity/],
  ]],
  [checkReadRequest, [{}, { near: { x: 1, y: 2 } }, { picture: { pixels: picture(2) } }], [
    [{ picture: { pixels: picture(3) } }, /pixels: expected a whole picture/],
  ]],
  [checkReadReply, [{ error: "no" }], [[{ reading: {} }, /expected/], [null, /expected/]]],
];

function progress() {
  return { epoch: 1, imagesDone: 8, imagesPerEpoch: 100, loss: 1, accuracy: 0, imagesPerSecond: 9 };
}

function picture(height: number) {
  return { width: 2, height, data: new Uint8ClampedArray(16) };
}

for (const [check, good, bad] of CASES) {
  Deno.test(`${check.name}() takes what is meant, and refuses all else in one line`, () => {
    for (const message of good) assert.deepEqual(check(message), message);
    for (const [message, said] of bad) {
      assert.throws(() => check(message), (error: Error) => {
        assert.match(error.message, said);
        return !error.message.includes("\n");
      });
    }
  });
}
