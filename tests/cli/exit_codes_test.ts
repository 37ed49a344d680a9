/**
 * What every command answers with: 0 done, 2 wrong use or unusable input, in one line on stderr.
 *
 * @module
 */
import assert from "node:assert/strict";
import { commandOf, readConfig } from "../project_config.ts";
import { spawnDeno } from "./spawn.ts";

const { tasks } = await readConfig();

const COMMANDS = Object.entries(tasks)
  .filter(([, { command }]) => / lib\/cli\/\w+\.ts$/.test(command))
  .map(([name]) => name);

/** Of each command, arguments that it cannot do anything with. */
const UNUSABLE: Record<string, string[]> = {
  train: ["--data", "nowhere"],
  evaluate: ["--model", "nowhere"],
  calibrate: ["--model", "nowhere"],
  zoo: ["--networks", "lenet6"],
  committee: ["--out", "nowhere", "nowhere", "no place"],
  sweep: ["nowhere.json"],
  worker: ["--queue", "http://localhost"],
  predict: ["nowhere.png"],
  export: ["--model", "nowhere", "--format", "onnx"],
  import: ["nowhere.onnx"],
  demo: ["--url", "nowhere"],
  lab: ["--no-such-flag"],
  notebooks: ["nowhere.ipynb"],
  bench: ["--no-such-flag"],
};

Deno.test("every command has arguments here that it cannot use", () => {
  assert.deepEqual(Object.keys(UNUSABLE).sort(), COMMANDS.toSorted());
});

for (const name of COMMANDS) {
  Deno.test(`${name} exits with 0 on --help, with 2 and one line on what it cannot use`, async () => {
    const help = await spawnDeno([...commandOf(name), "--help"]);
    assert.deepEqual([help.code, help.stderr], [0, ""]);
    assert.match(help.stdout, new RegExp(`^Usage: deno task ${name} `));
    for (const args of [["--no-such-flag"], UNUSABLE[name]]) {
      const { code, stdout, stderr } = await spawnDeno([...commandOf(name), ...args]);
      assert.deepEqual([code, stdout], [2, ""], `${args}: ${stderr}`);
      assert.match(stderr, new RegExp(`^${name}: [^\\n]+\\n$`));
    }
  });
}
