/**
 * What a notebook's outputs depend on, as hashes, so that one can tell whether they are still true.
 *
 * Code counts as it runs: cells, the modules that they reach and their Workers are bundled, so that
 * types, comments, formatting and unused library code may change freely; prose counts for nothing.
 * Compiled kernels count where a module beside them runs, packages by their version, and what the run was
 * seen to read besides: the modules of Workers, bundled too, and the models, with the records of their
 * training.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { dirname, join } from "@std/path";
import * as esbuild from "esbuild";
import { isRefusal } from "../errors.ts";
import { PROJECT_DIR } from "../paths.ts";
import { joinCells } from "./cell_module.ts";
import { codeCells, type Notebook, sourceOf } from "./notebook_file.ts";

/** Hashes of what went into a notebook's outputs. */
export interface Fingerprint {
  /** The code cells, as written. */
  cells: string;
  /** Everything that runs or is read: cells, modules, compiled kernels, package versions, models. */
  code: string;
}

/**
 * Takes the fingerprint of a notebook that lies in `folder`.
 *
 * @param options `inputs` is what its run read; see {@link runNotebook}.
 */
export async function takeFingerprint(
  notebook: Notebook,
  folder: string,
  { inputs = [], projectDir = PROJECT_DIR }: { inputs?: readonly string[]; projectDir?: string } =
    {},
): Promise<Fingerprint> {
  const bundle = { code: "", packages: new Set<string>(), folders: new Set<string>() };
  const paths = inputs.map((path) => join(projectDir, path));
  try {
    await addCode(bundle, { contents: joinCells(notebook).source, resolveDir: folder });
    for (const path of paths.filter(isModule)) await addWorker(bundle, path);
  } finally {
    await esbuild.stop(); // its process would otherwise live as long as this one
  }
  const code = createHash("sha256").update(bundle.code);
  for (const version of await listVersions(bundle.packages)) code.update(version);
  for (const path of await listCompiled(bundle.folders)) code.update(await Deno.readFile(path));
  for (const path of paths.filter((path) => !isModule(path))) code.update(await readIfThere(path));
  const cells = createHash("sha256").update(JSON.stringify(codeCells(notebook).map(sourceOf)));
  return { cells: cells.digest("hex"), code: code.digest("hex") };
}

/** Code with all that it imports, the packages besides, and the folders that its modules lie in. */
interface Bundle {
  code: string;
  packages: Set<string>;
  folders: Set<string>;
}

const isModule = (path: string) => /\.[jt]s$/.test(path);

/** Adds TypeScript and its imports. */
async function addCode(
  bundle: Bundle,
  entry: { contents: string; resolveDir: string },
): Promise<void> {
  const { outputFiles, metafile } = await esbuild.build({
    stdin: { ...entry, loader: "ts" },
    absWorkingDir: PROJECT_DIR,
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    target: "esnext",
    packages: "external",
    minifyWhitespace: true,
    plugins: [DROP_UNUSED_EXPORTS],
    logLevel: "silent",
  });
  bundle.code += outputFiles[0].text;
  const [{ inputs, imports }] = Object.values(metafile.outputs);
  for (const { path } of imports) bundle.packages.add(path);
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    if (bytesInOutput === 0 || path === "<stdin>") continue;
    bundle.folders.add(dirname(join(PROJECT_DIR, path)));
  }
}

/** Adds the module that a Worker starts from. */
async function addWorker(bundle: Bundle, path: string): Promise<void> {
  const contents = new TextDecoder().decode(await readIfThere(path));
  await addCode(bundle, { contents, resolveDir: dirname(path) });
}

/** A file's bytes; none where it is gone, which is a change too. */
async function readIfThere(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (isRefusal(error)) return new Uint8Array();
    throw error;
  }
}

/**
 * A module that is only listed in a `mod.ts`, and not used, leaves no trace. Said of every module: esbuild
 * keeps what it is told when it first meets one, and which import that is depends on chance.
 */
const DROP_UNUSED_EXPORTS: esbuild.Plugin = {
  name: "drop-unused-exports",
  setup(build) {
    build.onResolve(
      { filter: /^\./ },
      ({ path, resolveDir }) => ({ path: join(resolveDir, path), sideEffects: false }),
    );
  },
};

/** The WebAssembly files in some folders, by path. */
async function listCompiled(folders: Iterable<string>): Promise<string[]> {
  const paths: string[] = [];
  for (const folder of folders) {
    for await (const { name } of Deno.readDir(folder)) {
      if (name.endsWith(".wasm")) paths.push(join(folder, name));
    }
  }
  return paths.sort();
}

/** The locked versions of npm packages, given the paths imported from them. */
async function listVersions(imports: Iterable<string>): Promise<string[]> {
  const { specifiers } = JSON.parse(await Deno.readTextFile(join(PROJECT_DIR, "deno.lock")));
  const names = new Set(Array.from(imports, (path) => path.match(/^(@[^/]+\/)?[^/]+/)![0]));
  return Object.entries(specifiers as Record<string, string>)
    .filter(([specifier]) => names.has(specifier.replace(/^\w+:(.+)@.*$/, "$1")))
    .map(([specifier, version]) => `${specifier}=${version}`)
    .sort();
}
