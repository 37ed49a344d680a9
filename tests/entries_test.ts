/**
 * What importing an entry point loads and does: what it needs, and nothing.
 *
 * @module
 */
import assert from "node:assert/strict";
import { join, toFileUrl } from "@std/path";
import { listLoaded, PROJECT_DIR, readGraph } from "./module_graph.ts";
import { readConfig } from "./project_config.ts";

const { exports: ENTRIES } = await readConfig();
const LIB = `${toFileUrl(join(PROJECT_DIR, "lib")).href}/`;

/** Folders of lib/ and packages that an entry point may load; any runtime has what begins with "node:". */
const ALLOWED: Record<string, string[]> = {
  "./dataset": ["dataset", "fastest-levenshtein", "papaparse"],
  "./image": ["dataset", "image", "@jsquash/jpeg", "pngjs"],
  "./augmentation": ["dataset", "image", "kernels", "augmentation"],
  "./exploration": ["dataset", "exploration", "ml-matrix", "umap-js"],
  "./model": ["dataset", "model", "seedrandom", "valibot"],
  "./inference": ["dataset", "augmentation", "kernels", "model", "engine", "inference"],
  "./evaluation": ["dataset", "evaluation"],
  "./training": [
    ...["dataset", "image", "kernels", "augmentation", "model", "engine", "inference"],
    ...["evaluation", "training"],
    ...["seedrandom", "valibot"],
  ],
  "./robustness": ["dataset", "image", "evaluation", "robustness"],
  "./reader": [
    "dataset",
    "image",
    "augmentation",
    "kernels",
    "model",
    "engine",
    "reader",
    "valibot",
  ],
};
ALLOWED["./plots"] = [
  "model",
  "seedrandom",
  "valibot",
  ...["dataset", "evaluation", "plots", "@expo-google-fonts/arimo", "@observablehq/plot"],
  ...["@resvg/resvg-wasm", "linkedom", "pngjs"],
];
ALLOWED["./notebook"] = [
  ...ALLOWED["./plots"],
  ...ALLOWED["./training"],
  ...["image", "robustness", "notebook", "string-width", "std_path"],
];
ALLOWED["./interchange"] = [
  // Of training/ no more than the mean of an interval.
  ...["dataset", "model", "engine", "training", "interchange"],
  ...["crc-32", "protobufjs", "seedrandom", "valibot"],
];
ALLOWED["./tfjs"] = [
  ...["dataset", "augmentation", "kernels", "model", "engine", "tfjs", "@tensorflow/tfjs"],
];
ALLOWED["./reader/calibrate"] = [...new Set([...ALLOWED["./reader"], ...ALLOWED["./training"]])];
ALLOWED["."] = [
  ...new Set([
    ...["./dataset", "./image", "./model", "./inference", "./training", "./evaluation", "./reader"]
      .flatMap((entry) => ALLOWED[entry]),
  ]),
];

/** Loaded in a browser: nothing of Node's either. */
const EVERYWHERE = ["./reader", "./evaluation", "./inference"];

const fileOf = (entry: string) => join(PROJECT_DIR, ENTRIES[entry]);
const GRAPH = await readGraph(Object.keys(ENTRIES).map(fileOf));

/** What importing an entry point loads: folders of lib/, its modules outside of folders, packages. */
function loadedBy(entry: string): Set<string> {
  const addresses = listLoaded(GRAPH, toFileUrl(fileOf(entry)).href);
  return new Set(addresses.map((address) => {
    if (address.startsWith(LIB)) return address.slice(LIB.length).replace(/\/.*/, "");
    return address.replace(/^npm:\/((@[^/]+\/)?[^@/]+).*/, "$1");
  }));
}

for (const [entry, allowed] of Object.entries(ALLOWED)) {
  Deno.test(`importing ${entry} loads only what it needs`, () => {
    const loaded = [...loadedBy(entry)];
    const files = loaded.filter((name) => name.endsWith(".ts"));
    const rest = loaded.filter((name) => !files.includes(name) && !name.startsWith("node:"));
    assert.deepEqual(rest.filter((name) => !allowed.includes(name)), []);
    assert.ok(rest.length > 0);
    assert.ok(!files.includes("paths.ts"), "no folder of a checkout is looked up");
    if (!EVERYWHERE.includes(entry)) return;
    assert.deepEqual(loaded.filter((name) => name.startsWith("node:")), []);
  });
}

Deno.test("every entry point is held to a list", () => {
  assert.deepEqual(Object.keys(ENTRIES).filter((entry) => !(entry in ALLOWED)), []);
});

/** Runs code in a process that may do nothing. */
async function runAlone(code: string): Promise<{ stdout: string; stderr: string }> {
  const file = await Deno.makeTempFile({ suffix: ".mjs" });
  try {
    await Deno.writeTextFile(file, code);
    const args = ["run", "--no-prompt", "--config", join(PROJECT_DIR, "deno.json"), file];
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
    return { stdout: decode(stdout), stderr: decode(stderr) };
  } finally {
    await Deno.remove(file);
  }
}

const importOf = (entry: string) =>
  `await import(${JSON.stringify(toFileUrl(fileOf(entry)).href)});`;

// tfjs makes globals of its own.
for (const entry of Object.keys(ALLOWED).filter((entry) => entry !== "./tfjs")) {
  Deno.test(`importing ${entry} in a fresh process asks for nothing and changes nothing`, async () => {
    const outcome = await runAlone(`
      const listening = [], { addEventListener } = globalThis;
      globalThis.addEventListener = (...args) => (listening.push(args[0]), addEventListener(...args));
      const before = new Set(Reflect.ownKeys(globalThis).map(String));
      ${importOf(entry)}
      const added = Reflect.ownKeys(globalThis).map(String)
        .filter((key) => !before.has(key) && key !== "nodeBootstrap"); // Deno's own, for npm packages
      console.log(JSON.stringify({ added, listening }));`);
    const nothing = JSON.stringify({ added: [], listening: [] });
    assert.deepEqual(outcome, { stdout: nothing, stderr: "" });
  });
}

Deno.test("importing ./tfjs asks for nothing and sets no backend", async () => {
  const outcome = await runAlone(`${importOf("./tfjs")}
    const { engine } = await import("@tensorflow/tfjs");
    console.log(engine().backendName);`);
  assert.deepEqual(outcome, { stdout: "undefined", stderr: "" });
});
