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
  /** What was read besides the modules that the cells import: models, and what Workers start from. */
  inputs: readonly string[];
}

/**
 * Takes the fingerprint of a notebook that lies in `folder`.
 *
 * @param options `inputs` is what its run read, relative to the project; see {@link runNotebook}.
 */
export async function takeFingerprint(
  notebook: Notebook,
  folder: string,
  { inputs = [], projectDir = PROJECT_DIR }: { inputs?: readonly string[]; projectDir?: string } =
    {},
): Promise<Fingerprint> {
  const cells = await bundleModule({ contents: joinCells(notebook).source, resolveDir: folder });
  const modules = inputs.filter((path) =>
    isModule(path) && !cells.reached.has(join(projectDir, path))
  );
  const workers = await bundleEntries(modules, projectDir).finally(() => esbuild.stop());
  const bundles = [cells, ...workers.values()];
  const code = createHash("sha256");
  for (const bundle of bundles) code.update(bundle.code);
  const unite = (key: "packages" | "folders") => new Set(bundles.flatMap((b) => [...b[key]]));
  for (const version of await listVersions(unite("packages"))) code.update(version);
  for (const path of await listCompiled(unite("folders"))) code.update(await Deno.readFile(path));
  const files = inputs.filter((path) => !isModule(path));
  for (const path of files) code.update(await readIfThere(join(projectDir, path)));
  const source = JSON.stringify(codeCells(notebook).map(sourceOf));
  return {
    cells: createHash("sha256").update(source).digest("hex"),
    code: code.digest("hex"),
    inputs: [...files, ...workers.keys()].sort(),
  };
}

/** Code with all that it imports. */
interface Bundle {
  code: string;
  /** Absolute paths of all modules that it names, used or not. */
  reached: Set<string>;
  packages: Set<string>;
  /** The folders that the used modules lie in. */
  folders: Set<string>;
}

const isModule = (path: string) => /\.[jt]s$/.test(path);

/** Bundles those modules that no other one of them imports: what Workers start from. */
async function bundleEntries(
  paths: readonly string[],
  projectDir: string,
): Promise<Map<string, Bundle>> {
  const bundles = new Map<string, Bundle>();
  for (const path of paths) {
    const file = join(projectDir, path);
    const contents = new TextDecoder().decode(await readIfThere(file));
    bundles.set(path, await bundleModule({ contents, resolveDir: dirname(file) }));
  }
  const isImported = (path: string) =>
    [...bundles.values()].some(({ reached }) => reached.has(join(projectDir, path)));
  return new Map([...bundles].filter(([path]) => !isImported(path)));
}

/** Bundles TypeScript and its imports. */
async function bundleModule(entry: { contents: string; resolveDir: string }): Promise<Bundle> {
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
  const [{ inputs, imports }] = Object.values(metafile.outputs);
  const locate = (path: string) => join(PROJECT_DIR, path);
  const used = Object.keys(inputs)
    .filter((path) => inputs[path].bytesInOutput > 0 && path !== "<stdin>");
  return {
    code: outputFiles[0].text,
    reached: new Set(Object.keys(metafile.inputs).map(locate)),
    packages: new Set(imports.map(({ path }) => path)),
    folders: new Set(used.map((path) => dirname(locate(path)))),
  };
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
