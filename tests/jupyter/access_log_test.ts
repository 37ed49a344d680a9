import assert from "node:assert/strict";
import { listInputs } from "../../lib/jupyter/access_log.ts";

const read = (value: string, permission = "read") => JSON.stringify({ v: 1, permission, value });

Deno.test("listInputs() lists models and modules read in the project, once, sorted", () => {
  const log = [
    read("/p/models/a/model.json"),
    read("/p/models/a/model.json", "write"),
    read("/p/models/a/model.json"),
    read("file:///p/lib/worker.ts"),
    read("/elsewhere/models/a/model.json"),
    read("/p/data/digits.gz"),
    read("/p/lib/kernels/kernels.wasm"),
  ].join("\n");
  assert.deepEqual(listInputs(log, "/p"), ["lib/worker.ts", "models/a/model.json"]);
});

Deno.test("listInputs() passes over lines cut short and folders", () => {
  const log = `${read("/p/models/a")}\n${read("/p/models/a/run.json").slice(0, -4)}\n\n`;
  assert.deepEqual(listInputs(log, "/p"), []);
});

Deno.test("listInputs() takes a model that the notebook saves for an output", () => {
  const log = [read("/p/models/own/model.json"), read("/p/models/own.new")].join("\n");
  assert.deepEqual(listInputs(log, "/p"), []);
});
