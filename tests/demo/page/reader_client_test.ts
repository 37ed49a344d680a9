import assert from "node:assert/strict";
import { FakeTime } from "./fake_time.ts";
import { startReader } from "../../../lib/demo/page/reader_client.ts";
import type { ReadReply, ReadRequest } from "../../../lib/demo/page/reader_messages.ts";
import type { Reading } from "../../../lib/demo/page/reading_session.ts";

/** A Worker that answers only when it is told to. */
class SilentWorker {
  static all: SilentWorker[] = [];
  requests: ReadRequest[] = [];
  isEnded = false;
  onmessage?: (event: { data: ReadReply }) => void;
  onerror?: () => void;

  constructor() {
    SilentWorker.all.push(this);
  }
  postMessage(request: ReadRequest) {
    this.requests.push(request);
  }
  terminate() {
    this.isEnded = true;
  }
  answer() {
    const reading = { pieces: [], digits: [], focus: -1, stages: [] } as unknown as Reading;
    this.onmessage?.({ data: { reading } });
  }
}

function withReader(
  use: (parts: {
    ask: (request: ReadRequest) => void;
    errors: string[];
    time: FakeTime;
  }) => void,
): void {
  const original = globalThis.Worker, time = new FakeTime(), errors: string[] = [];
  SilentWorker.all = [];
  globalThis.Worker = SilentWorker as unknown as typeof Worker;
  try {
    const ask = startReader({
      ...{ onReading() {}, onModel() {}, onBusy() {} },
      onError: (message) => errors.push(message),
    });
    use({ ask, errors, time });
  } finally {
    globalThis.Worker = original;
    time.restore();
  }
}

const PICTURE = {
  pixels: { width: 1, height: 1, data: new Uint8Array(4) },
  source: { kind: "blank", frame: { left: 0, top: 0, scale: 1 } },
} as const;

Deno.test("startReader() gives up a picture that the Worker is silent over, and goes on with another Worker", () => {
  withReader(({ ask, errors, time }) => {
    ask({ model: "lenet5" });
    SilentWorker.all[0].answer();
    ask({ picture: PICTURE });
    ask({ near: { x: 1, y: 2 } });
    time.pass(19_000);
    assert.deepEqual([SilentWorker.all.length, errors], [1, []]);
    time.pass(2_000);
    const [first, second] = SilentWorker.all;
    assert.ok(first.isEnded && !second.isEnded);
    assert.match(errors.join(), /takes too long/);
    assert.deepEqual(second.requests, [{ model: "lenet5", near: { x: 1, y: 2 } }]);
    second.answer();
    time.pass(60_000);
    assert.equal(SilentWorker.all.length, 2);
  });
});

Deno.test("startReader() waits for a model as long as the network takes", () => {
  withReader(({ ask, errors, time }) => {
    ask({ model: "lenet5", picture: PICTURE });
    time.pass(600_000);
    assert.deepEqual([SilentWorker.all.length, errors], [1, []]);
    SilentWorker.all[0].answer();
  });
});
