/**
 * What notebook code does on the real kernel.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Kernel } from "../../lib/jupyter/kernel.ts";
import type { Output } from "../../lib/jupyter/notebook_file.ts";
import { OutputCollector } from "../../lib/jupyter/outputs.ts";
import { NOTEBOOKS_DIR } from "../../lib/paths.ts";

const IMPORTS = `
import { keyValueTable, live, show, stopSignal } from "../lib/notebook/mod.ts";
import { plotHistogram } from "../lib/plots/histogram.ts";
`;

/** Calls `test` with a function that runs a cell and returns its outputs. */
async function withKernel(
  test: (
    run: (code: string) => Promise<Output[]>,
    kernel: Kernel,
    collector: OutputCollector,
  ) => Promise<void>,
) {
  const kernel = await Kernel.start(NOTEBOOKS_DIR);
  const collector = new OutputCollector();
  const run = async (code: string) => {
    const outputs: Output[] = [];
    collector.startCell(outputs);
    const { status, evalue } = await kernel.execute(code, (message) => collector.add(message));
    assert.equal(status, "ok", evalue ?? "");
    return outputs;
  };
  try {
    await run(IMPORTS);
    await test(run, kernel, collector);
  } finally {
    await kernel.stop();
  }
}

Deno.test("show() puts figures and tables below the cell, in order", () =>
  withKernel(async (run) => {
    const outputs = await run(
      `await show(plotHistogram([{ lower: 0, upper: 1, count: 1 }]), keyValueTable({ a: 1 }));`,
    );
    const types = outputs.map((output) => "data" in output && Object.keys(output.data).sort());
    assert.deepEqual(types, [["text/html", "text/plain"], ["text/html", "text/plain"]]);
  }));

Deno.test("live() keeps one output and changes it in place, from later cells too", () =>
  withKernel(async (run) => {
    const outputs = await run(`
      const output = live({ intervalMs: 0 });
      for (let i = 1; i <= 3; i++) await output.update(() => keyValueTable({ i }));
    `);
    const text = () => outputs.map((output) => "data" in output && output.data["text/plain"]);
    assert.deepEqual(text(), [["i  3"]]);
    assert.deepEqual(await run(`await output.update(() => keyValueTable({ i: 4 }));`), []);
    assert.deepEqual(text(), [["i  4"]]);
  }));

Deno.test("the stop button aborts stopSignal() and leaves the kernel its state", () =>
  withKernel(async (run, kernel) => {
    await run("let turns = 0;\nconst signal = stopSignal();");
    setTimeout(() => kernel.interrupt(), 300);
    await run(`while (!signal.aborted) {
      turns++;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }`);
    const [output] = await run("console.log(turns > 5, signal.aborted);");
    assert.deepEqual(output, { output_type: "stream", name: "stdout", text: ["true true\n"] });
    // Within a second it would be taken for an echo of the first.
    setTimeout(() => kernel.interrupt(), 1200);
    const [later] = await run("await new Promise((resolve) => setTimeout(resolve, 1600));");
    assert.match(String("text" in later && later.text), /does not listen to the stop button/);
  }));

Deno.test("a promise that fails unawaited shows below the cell", () =>
  withKernel(async (run) => {
    const [output] = await run(`void Promise.reject(new Error("lost"));\nawait show();`);
    assert.ok(output.output_type === "stream" && output.name === "stderr");
    assert.match(String(output.text), /^A promise that no cell awaited failed: Error: lost/);
  }));

Deno.test("the stop button tells a cell that does not listen how to end it", () =>
  withKernel(async (run, kernel) => {
    setTimeout(() => kernel.interrupt(), 200);
    const [output] = await run("await new Promise((resolve) => setTimeout(resolve, 600));");
    assert.ok(output.output_type === "stream" && output.name === "stderr");
    assert.match(String(output.text), /restart the kernel/);
  }));

Deno.test("showSliders() draws the figure again when its page asks, in place, and says what went wrong", () =>
  withKernel(async (run, kernel, collector) => {
    const outputs = await run(`
      import { showSliders } from "../lib/notebook/mod.ts";
      await showSliders({ a: { from: 0, to: 4, value: 1, step: 1 } }, ({ a }) => {
        if (a === 4) throw new RangeError("too much");
        return keyValueTable({ a });
      });
    `);
    const texts = () => outputs.map((output) => "data" in output && output.data["text/plain"]);
    const hint = "The sliders work while the kernel runs: trust the notebook and run this cell.";
    assert.deepEqual(texts(), [[hint], ["a  1"]]);
    const ask = async (page: string, a: number) => {
      const answers: unknown[] = [];
      const call = [page, "7", JSON.stringify({ a })].map((text) => JSON.stringify(text)).join();
      await kernel.execute(`await globalThis[Symbol.for("lenet5_page")](${call});`, (message) => {
        collector.add(message);
        if (message.header.msg_type === "lenet5_page") answers.push(message.content);
      });
      return answers;
    };
    assert.deepEqual(await ask("Sliders: a", 3), [{ id: "7" }]);
    assert.deepEqual(texts(), [[hint], ["a  3"]]);
    assert.deepEqual(await ask("Sliders: a", 4), [{ id: "7", error: "too much" }]);
    assert.deepEqual(texts(), [[hint], ["a  3"]]);
    assert.deepEqual(await ask("Sliders: b", 2), [], "another page");
  }));
