/**
 * The page's scripts and styles, bundled and minified by esbuild.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import * as esbuild from "esbuild";

/** Syntax that every browser with WebAssembly SIMD understands; CSS is written for the same. */
const TARGET = ["chrome123", "edge123", "firefox128", "safari17.5"];

const PAGE_DIR = fromFileUrl(new URL("../page/", import.meta.url));

/** Finds npm packages where Deno keeps them, which esbuild does not know. */
const packages: esbuild.Plugin = {
  name: "packages",
  setup({ onResolve }) {
    onResolve({ filter: /^@?\w/ }, ({ path, kind }) => {
      if (kind === "entry-point") return undefined;
      const url = import.meta.resolve(path);
      return url.startsWith("file:") ? { path: fromFileUrl(url) } : undefined;
    });
  },
};

const ENTRY_POINTS = [
  ...[
    "main.ts",
    "reader_worker.ts",
    "train_worker.ts",
    "explain_worker.ts",
    "service_worker.ts",
    "style.css",
  ].map(
    (name) => ({ in: name, out: name.replace(/\.\w+$/, "") }),
  ),
  { in: "../../engine/worker.ts", out: "engine_worker" },
];

/** Runs before all else, where it says what a browser lacks: written for nearly any. */
const START = "start.ts", START_TARGET = "es2015";

/** Bundles the page's entry points, by file name: "start.js", "main.js", "style.css" and so on. */
export async function bundlePage(): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  try {
    const files = [
      ...await bundle({ entryPoints: ENTRY_POINTS, format: "esm", target: TARGET }),
      ...await bundle({ entryPoints: [START], format: "iife", target: START_TARGET }),
    ];
    return new Map(files.map(({ path, contents }) => [
      path.slice(PAGE_DIR.length),
      contents as Uint8Array<ArrayBuffer>,
    ]));
  } finally {
    await esbuild.stop(); // its process would otherwise live as long as this one
  }
}

async function bundle(options: esbuild.BuildOptions): Promise<esbuild.OutputFile[]> {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: PAGE_DIR,
    outdir: PAGE_DIR,
    write: false,
    bundle: true,
    minify: true,
    plugins: [packages],
    external: ["./fonts/*"],
    logLevel: "silent",
    ...options,
  });
  return outputFiles!;
}
