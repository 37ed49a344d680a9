import assert from "node:assert/strict";
import { createTrainClient, type TrainClient } from "../../../lib/demo/page/train_client.ts";
import type { TrainReply, TrainRequest, TrainSign } from "../../../lib/demo/trainer/messages.ts";
import { FakeTime } from "./fake_time.ts";

/** A Worker that says only what it is told to. */
class FakeWorker {
  static all: FakeWorker[] = [];
  requests: TrainRequest[] = [];
  isEnded = false;
  onmessage?: (event: { data: TrainReply | TrainSign }) => void;
  onerror?: () => void;

  constructor() {
    FakeWorker.all.push(this);
  }
  postMessage(request: TrainRequest) {
    this.requests.push(request);
  }
  terminate() {
    this.isEnded = true;
  }
  say(data: TrainReply | TrainSign) {
    this.onmessage?.({ data });
  }
}

interface Parts {
  client: TrainClient;
  replies: TrainReply[];
  /** Lets seconds pass, each with what is due in it. */
  pass(seconds: number, each?: () => void): void;
}

function withClient(use: (parts: Parts) => void): void {
  const original = globalThis.Worker, time = new FakeTime(), replies: TrainReply[] = [];
  FakeWorker.all = [];
  globalThis.Worker = FakeWorker as unknown as typeof Worker;
  try {
    const client = createTrainClient((reply) => replies.push(reply), "lenet5");
    const pass = (seconds: number, each = () => {}) => {
      for (let second = 0; second < seconds; second++) {
        time.pass(1000);
        each();
      }
    };
    use({ client, replies, pass });
  } finally {
    globalThis.Worker = original;
    time.restore();
  }
}

const STOP: TrainRequest = { type: "stop" };
const ALIVE: TrainSign = { type: "alive" };

const progress = (imagesDone: number): TrainReply => ({
  type: "progress",
  progress: {
    ...{ epoch: 1, imagesDone, imagesPerEpoch: 1_000, loss: 1, accuracy: 0 },
    ...{ learningRate: 0, imagesPerSecond: 0 },
  },
});

Deno.test("createTrainClient() ends a Worker that is silent for ten seconds, says so, and starts another", () => {
  withClient(({ client, replies, pass }) => {
    client.ask(STOP);
    const [first] = FakeWorker.all;
    first.say(ALIVE);
    pass(9);
    first.say(ALIVE);
    pass(9);
    assert.deepEqual([first.isEnded, replies], [false, []]);
    pass(1);
    assert.ok(first.isEnded);
    assert.deepEqual(replies, [{
      type: "failed",
      message: "the Worker that trains was silent for 10 seconds and was ended",
    }]);
    pass(60);
    assert.equal(replies.length, 1);
    client.ask(STOP);
    assert.deepEqual(FakeWorker.all[1].requests.map(({ type }) => type), [
      ...["examineAs", "watch", "stop"],
    ]);
  });
});

Deno.test("createTrainClient() expects nothing of a Worker whose script is not there yet, or that has nothing to do", () => {
  withClient(({ client, replies, pass }) => {
    client.ask(STOP);
    pass(60); // a slow network
    const [worker] = FakeWorker.all;
    worker.say(ALIVE);
    worker.say({ type: "idle", answered: 2 }); // a request is still on its way
    client.watch(new Uint8Array(784));
    worker.say({ type: "idle", answered: 4 });
    pass(60);
    assert.deepEqual([worker.isEnded, replies], [false, []]);
    client.ask(STOP);
    pass(10);
    assert.deepEqual([worker.isEnded, replies.length], [true, 1]);
  });
});

Deno.test("createTrainClient() takes a training that stands still for silence, whatever else is said", () => {
  withClient(({ client, pass }) => {
    client.ask(STOP);
    const [worker] = FakeWorker.all;
    let images = 0;
    pass(60, () => worker.say(progress(images += 8)));
    assert.equal(worker.isEnded, false);
    const standStill = () => {
      worker.say(progress(images));
      worker.say(ALIVE);
    };
    pass(9, standStill);
    assert.equal(worker.isEnded, false);
    pass(1, standStill);
    assert.equal(worker.isEnded, true);
  });
});
