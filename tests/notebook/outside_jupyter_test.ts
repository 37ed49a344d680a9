/**
 * What notebook code does in a plain script.
 *
 * @module
 */
import assert from "node:assert/strict";
import { PROJECT_DIR } from "../../lib/paths.ts";

/** Runs a script of notebook code; `act` may send it signals each time it prints what holds `cue`. */
async function runScript(
  body: string,
  act?: (script: Deno.ChildProcess) => void,
  cue = "",
): Promise<{ code: number; lines: string[] }> {
  const file = await Deno.makeTempFile({ dir: `${PROJECT_DIR}/tests/notebook`, suffix: ".tmp.ts" });
  try {
    const imports = `import * as notebook from "../../lib/notebook/mod.ts";
      const { keyValueTable, live, onInterrupt, show, stopSignal, watchComparison, watchFrames, watchTraining } = notebook;`;
    await Deno.writeTextFile(file, `${imports}\n${body}`);
    const script = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", "--allow-read", "--allow-env", file],
      stdout: "piped",
      stderr: "null",
    }).spawn();
    let output = "";
    for await (const text of script.stdout.pipeThrough(new TextDecoderStream())) {
      output += text;
      if (text.includes(cue)) act?.(script);
    }
    return { code: (await script.status).code, lines: output.trim().split("\n") };
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("show() prints plain text outside Jupyter", async () => {
  const { code, lines } = await runScript(
    `await show(keyValueTable({ a: 1 }), keyValueTable({ b: 2 }));`,
  );
  assert.equal(code, 0);
  assert.deepEqual(lines, ["a  1", "b  2"]);
});

Deno.test("live() draws the first state at once and the last at the end, not those between", async () => {
  const { lines } = await runScript(`
    const output = live({ intervalMs: 60_000 });
    for (let i = 1; i <= 5; i++) await output.update(() => keyValueTable({ i }));
    await output.finish();
    await output.finish();
  `);
  assert.deepEqual(lines, ["i  1", "i  5"]);
});

Deno.test("live() draws every state that comes late enough", async () => {
  const { lines } = await runScript(`
    const output = live({ intervalMs: 0 });
    for (let i = 1; i <= 3; i++) await output.update(() => keyValueTable({ i }));
    await output.finish();
  `);
  assert.deepEqual(lines, ["i  1", "i  2", "i  3"]);
});

Deno.test("stopSignal() is aborted by Ctrl-C, and the script continues", async () => {
  const { code, lines } = await runScript(
    `
    const signal = stopSignal();
    const timer = setInterval(() => {}, 1000);
    console.log("waiting");
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    clearInterval(timer);
    console.log("stopped", signal.aborted);
    Deno.exit(7);
  `,
    (script) => script.kill("SIGINT"),
    "waiting",
  );
  assert.deepEqual(lines, ["waiting", "stopped true"]);
  assert.equal(code, 7);
});

Deno.test("stopSignal() takes one Ctrl-C: the second ends the script", async () => {
  const { code, lines } = await runScript(
    `
    const signal = stopSignal();
    const timer = setInterval(() => {}, 1000);
    console.log("waiting");
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    console.log("stopped");
    await new Promise((resolve) => setTimeout(resolve, 20_000));
  `,
    (script) => script.kill("SIGINT"),
  );
  assert.deepEqual(lines, ["waiting", "stopped"]);
  assert.equal(code, 130);
});

Deno.test("watchTraining() releases stopSignal() when the training ends, or fails", async () => {
  for (const end of ["", `throw new Error("no");`]) {
    const { code, lines } = await runScript(
      `
      const signal = stopSignal();
      async function* events() {
        yield { type: "epoch", record: {} };
        ${end}
      }
      await watchTraining(events(), 1).catch(() => {});
      console.log("waiting");
      await new Promise((resolve) => setTimeout(resolve, 20_000));
    `,
      (script) => script.kill("SIGINT"),
      "waiting",
    );
    assert.equal(lines.at(-1), "waiting");
    assert.equal(code, 130);
  }
});

Deno.test("onInterrupt() restores Ctrl-C when the last listener is removed", async () => {
  const { code, lines } = await runScript(
    `
    const forget = onInterrupt(() => console.log("not reached"));
    forget();
    console.log("waiting");
    await new Promise((resolve) => setTimeout(resolve, 20_000));
  `,
    (script) => script.kill("SIGINT"),
  );
  assert.deepEqual(lines, ["waiting"]);
  assert.equal(code, 130);
});

const EVENTS = `
  const record = (epoch) => ({
    ...{ epoch, trainLoss: 0.5 / epoch, trainAccuracy: 0.9, validationLoss: 0.2 / epoch },
    ...{ validationAccuracy: 0.95, learningRate: 0.001, imagesPerSecond: 1000, seconds: 0.5 },
  });
  const progress = (epoch, imagesDone) => ({
    ...{ epoch, imagesDone, imagesPerEpoch: 1000, loss: 1, accuracy: 0.5 },
    ...{ learningRate: 0.001, imagesPerSecond: 500 },
  });
`;

Deno.test("watchTraining() titles the chart by the network and returns the history of a finished run", async () => {
  const { lines } = await runScript(`${EVENTS}
    async function* events() {
      yield { type: "progress", progress: progress(1, 0) };
      yield { type: "epoch", record: record(1) };
      yield { type: "epoch", record: record(2) };
      yield { type: "done", history: [record(1), record(2)] };
    }
    const { history, checkpoint } = await watchTraining(events(), 2, { name: "vgg-small" });
    console.log(history.map(({ epoch }) => epoch).join(), checkpoint);
  `);
  assert.equal(lines.at(-1), "1,2 undefined");
  assert.match(lines[0], /^\[figure\] Training VGG small: /);
});

Deno.test("watchTraining() returns the checkpoint of a stopped run", async () => {
  const { lines } = await runScript(`${EVENTS}
    async function* events() {
      yield { type: "epoch", record: record(1) };
      yield { type: "progress", progress: progress(2, 400) };
      yield { type: "stopped", checkpoint: { epochsDone: 1 } };
    }
    const { history, checkpoint } = await watchTraining(events(), 3);
    console.log(history.length, checkpoint.epochsDone);
  `);
  assert.equal(lines.at(-1), "1 1");
});

Deno.test("watchComparison() draws runs as they come and returns the last state", async () => {
  const { lines } = await runScript(`${EVENTS}
    async function* states() {
      yield [{ name: "a", history: [record(1)] }];
      yield [{ name: "a", history: [record(1), record(2)] }];
    }
    const runs = await watchComparison(states(), "Runs");
    console.log(runs[0].history.length);
  `);
  assert.deepEqual(lines, [
    "[figure] Runs: validation error by epoch of a",
    "[figure] Runs: validation error by epoch of a",
    "2",
  ]);
});

Deno.test("watchFrames() draws confusions and filters of each moment and returns the last state", async () => {
  const { lines } = await runScript(`
    const { createLenet5 } = await import("../../lib/model/zoo/lenet5.ts");
    const judge = {
      count: 2,
      images: new Uint8Array(2 * 784),
      labels: new Uint8Array([3, 4]),
      classes: createLenet5().classes,
    };
    async function* states() {
      const frames = [0, 10].map((step) => ({ step, model: createLenet5({ seed: step }) }));
      yield frames.slice(0, 1);
      yield frames;
    }
    console.log((await watchFrames(states(), judge)).length);
  `);
  const confusions = "[figure] Which class is taken for which, as training goes on: ";
  assert.equal(lines.at(-1), "2");
  assert.match(lines[0], new RegExp(`^${RegExp.escape(confusions)}step 0: \\d+% right$`));
  assert.match(lines[1], /^\[figure\] The filters of C1: /);
  assert.match(lines[2], new RegExp(`^${RegExp.escape(confusions)}step 0: .*; step 10: `));
  assert.match(lines[3], /^\[figure\] What training has added to them: /);
});
