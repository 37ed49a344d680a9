import assert from "node:assert/strict";
import type { Output } from "../../lib/jupyter/notebook_file.ts";
import { MAX_PRINTED, OutputCollector } from "../../lib/jupyter/outputs.ts";
import { createRequest } from "../../lib/jupyter/wire.ts";

/** The outputs of one cell that publishes the given messages. */
function collect(...messages: [type: string, content: unknown][]): Output[] {
  const outputs: Output[] = [];
  const collector = new OutputCollector();
  collector.startCell(outputs);
  for (const [type, content] of messages) collector.add(createRequest(type, content, "s"));
  return outputs;
}

const display = (text: string, id?: string) => ({
  data: { "text/plain": text },
  metadata: {},
  transient: id === undefined ? {} : { display_id: id },
});

Deno.test("OutputCollector joins what is printed in a row, by stream", () => {
  const print = (name: string, text: string): [string, unknown] => ["stream", { name, text }];
  const outputs = collect(
    print("stdout", "a\nb"),
    print("stdout", "c\n"),
    print("stderr", "d\n"),
    print("stdout", "e\n"),
  );
  assert.deepEqual(outputs, [
    { output_type: "stream", name: "stdout", text: ["a\n", "bc\n"] },
    { output_type: "stream", name: "stderr", text: ["d\n"] },
    { output_type: "stream", name: "stdout", text: ["e\n"] },
  ]);
});

Deno.test("OutputCollector takes many lines in time that grows with their number, and none too many", () => {
  const seconds = (count: number) => {
    const startMs = performance.now();
    const line = (i: number): [string, unknown] => ["stream", { name: "stdout", text: `${i}\n` }];
    const [output] = collect(...Array.from({ length: count }, (_, i) => line(i)));
    assert.equal((output as { text: string[] }).text.length, count);
    return (performance.now() - startMs) / 1000;
  };
  seconds(10_000); // warm
  assert.ok(seconds(100_000) < 5, "quadratic: it would take minutes");
});

Deno.test("OutputCollector leaves out what a cell prints beyond the limit, and says so", () => {
  const text = "x".repeat(MAX_PRINTED - 3);
  const print = (name: string, text: string): [string, unknown] => ["stream", { name, text }];
  const outputs = collect(print("stdout", text), print("stderr", "abcdef"), print("stdout", "g"));
  assert.equal(outputs.length, 2);
  assert.deepEqual((outputs[1] as { text: string[] }).text, [
    "abc\n",
    "… the rest is left out: a cell may print 1000000 characters\n",
  ]);
});

Deno.test("OutputCollector updates a display in place, from a later cell too", () => {
  const collector = new OutputCollector();
  const first: Output[] = [], second: Output[] = [];
  collector.startCell(first);
  collector.add(createRequest("display_data", display("old", "chart"), "s"));
  collector.add(createRequest("display_data", display("other"), "s"));
  collector.startCell(second);
  collector.add(createRequest("update_display_data", display("new\nlines", "chart"), "s"));
  assert.deepEqual(first, [
    { output_type: "display_data", data: { "text/plain": ["new\n", "lines"] }, metadata: {} },
    { output_type: "display_data", data: { "text/plain": ["other"] }, metadata: {} },
  ]);
  assert.deepEqual(second, []);
});

Deno.test("OutputCollector stores base64 in one piece, text by lines", () => {
  const data = { "image/png": "aGk=", "text/html": "<b>\n</b>" };
  const [output] = collect(["display_data", { data, metadata: { a: 1 }, transient: {} }]);
  assert.deepEqual(output, {
    output_type: "display_data",
    data: { "image/png": "aGk=", "text/html": ["<b>\n", "</b>"] },
    metadata: { a: 1 },
  });
});

Deno.test("OutputCollector keeps results and errors, and passes over the rest", () => {
  const error = { ename: "Error", evalue: "no", traceback: ["Error: no"] };
  const outputs = collect(
    ["execute_input", { code: "1" }],
    ["execute_result", { execution_count: 3, data: { "text/plain": "1" }, metadata: {} }],
    ["error", error],
  );
  assert.deepEqual(outputs, [
    {
      output_type: "execute_result",
      execution_count: 3,
      data: { "text/plain": ["1"] },
      metadata: {},
    },
    { output_type: "error", ...error },
  ]);
});

Deno.test("OutputCollector forgets what a cell clears", () => {
  const outputs = collect(
    ["stream", { name: "stdout", text: "gone" }],
    ["clear_output", { wait: false }],
    ["stream", { name: "stdout", text: "kept" }],
  );
  assert.deepEqual(outputs, [{ output_type: "stream", name: "stdout", text: ["kept"] }]);
});
