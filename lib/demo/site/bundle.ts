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

/** Bundles the page's entry points, by file name: "main.js", "reader_worker.js", "style.css". */
export async function bundlePage(): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  try {
    const { outputFiles } = await esbuild.build({
      absWorkingDir: PAGE_DIR,
      entryPoints: ["main.ts", "reader_worker.ts", "style.css"],
      outdir: PAGE_DIR,
      write: false,
      bundle: true,
      minify: true,
      format: "esm",
      target: TARGET,
      external: ["./fonts/*"],
      logLevel: "silent",
    });
    return new Map(outputFiles.map(({ path, contents }) => [
      path.slice(PAGE_DIR.length),
      contents as Uint8Array<ArrayBuffer>,
    ]));
  } finally {
    await esbuild.stop(); // its process would otherwise live as long as this one
  }
}
