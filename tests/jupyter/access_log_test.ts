import assert from "node:assert/strict";
import { join } from "@std/path";
import { ACCESS_LOG_VARIABLE, listInputs } from "../../lib/jupyter/access_log.ts";
import { PROJECT_DIR } from "../../lib/paths.ts";

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

Deno.test("listInputs() takes a model that the notebook saves for an output, and no other", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const own = join(dir, "models", "own"), log = join(dir, "log.jsonl");
    const code = `import { saveModel, loadModel, createLenet1 } from ${
      JSON.stringify(new URL("../../lib/model/mod.ts", import.meta.url))
    };
      await saveModel(Deno.args[0], createLenet1({ seed: 0 }), { seed: 0 });
      await loadModel(Deno.args[0]);
      await Deno.readTextFile(Deno.args[1]);`;
    const script = join(dir, "script.ts"), other = join(dir, "models", "own2.json");
    await Deno.writeTextFile(script, code);
    await Deno.mkdir(own, { recursive: true });
    await Deno.writeTextFile(other, "{}");
    const config = join(PROJECT_DIR, "deno.json");
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-check", "-A", "--config", config, script, own, other],
      env: { [ACCESS_LOG_VARIABLE]: log },
    }).output();
    assert.ok(success);
    assert.deepEqual(listInputs(await Deno.readTextFile(log), dir), ["models/own2.json"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
