import assert from "node:assert/strict";
import { join, toFileUrl } from "@std/path";
import { PROJECT_DIR, readGraph } from "./module_graph.ts";

const LIB_DIR = join(PROJECT_DIR, "lib"), LIB = `${toFileUrl(LIB_DIR).href}/`;

/** A folder imports only from those before it, and from the modules of lib/ itself. */
const ORDER = [
  ...["dataset", "image", "kernels", "augmentation", "exploration", "model", "engine", "tfjs"],
  ...["inference", "evaluation", "training", "robustness", "reader", "interchange", "plots"],
  ...["sweep", "queue", "notebook", "jupyter", "demo", "bench", "cli"],
];

/** Not part of the walk: another language, and a stand-in for a package. */
const APART = ["kernels/assembly", "std_path"];

/** The folder of a module of lib/, given its path there; "" for those that lie in lib/ itself. */
const folderOf = (path: string) => path.includes("/") ? path.slice(0, path.indexOf("/")) : "";

async function listModules(dir: string): Promise<string[]> {
  const modules: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(LIB_DIR, dir))) {
    const path = dir ? `${dir}/${name}` : name;
    if (isDirectory && !APART.includes(path)) modules.push(...await listModules(path));
    if (name.endsWith(".ts")) modules.push(path);
  }
  return modules.sort();
}

const MODULES = await listModules("");
const GRAPH = await readGraph(MODULES.map((path) => join(LIB_DIR, path)));
const importsOf = (path: string) => GRAPH.get(`${LIB}${path}`)!;

Deno.test("every folder of lib/ has its place in the order", () => {
  const folders = new Set(MODULES.map(folderOf));
  assert.deepEqual([...folders].filter((folder) => folder && !ORDER.includes(folder)), []);
});

Deno.test("a folder of lib/ imports only from the folders before it, types included", () => {
  const wrong: string[] = [];
  let imports = 0;
  // lib/mod.ts is the sum of the entry points.
  for (const path of MODULES.filter((path) => path !== "mod.ts")) {
    const place = ORDER.indexOf(folderOf(path));
    for (const { target } of importsOf(path)) {
      if (!target.startsWith(LIB) || target.startsWith(`${LIB}std_path/`)) continue;
      imports++;
      const other = target.slice(LIB.length);
      if (ORDER.indexOf(folderOf(other)) > place) wrong.push(`${path} → ${other}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(imports > MODULES.length, `found ${imports} imports in ${MODULES.length} modules`);
});

Deno.test("tfjs is imported by the folder tfjs/ alone", () => {
  const users = MODULES.filter((path) =>
    importsOf(path).some(({ target }) => target.startsWith("npm:/@tensorflow/"))
  );
  assert.deepEqual([...new Set(users.map(folderOf))], ["tfjs"]);
});
