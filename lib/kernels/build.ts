/**
 * Compiles the AssemblyScript kernels into binaries.ts, twice: relaxed SIMD (fused multiply-add) is not
 * everywhere.
 *
 *     deno run -P=kernels lib/kernels/build.ts
 *
 * @module
 */
import asc from "assemblyscript/asc";
import { Buffer } from "node:buffer";
import { deflateRawSync } from "node:zlib";
import { dirname, fromFileUrl, join } from "@std/path";
import type { KernelBuild } from "./builds.ts";

const KERNELS_DIR = dirname(fromFileUrl(import.meta.url));

/** Compiles one build and returns the module's bytes; the same source always gives the same bytes. */
export async function compileKernels({ shared, relaxed }: KernelBuild): Promise<Uint8Array> {
  const output = new Map<string, Uint8Array>();
  const messages: string[] = [];
  const collect = { write: (text: string | Uint8Array) => (messages.push(String(text)), true) };
  const flags = [
    "-O3",
    "--converge",
    "--noAssert",
    ...["--runtime", "stub"],
    ...["--enable", relaxed ? "simd,relaxed-simd" : "simd"],
    ...["--importMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
    ...(shared ? ["--sharedMemory", "--enable", "threads"] : []),
  ];
  const { error } = await asc.main(["index.ts", "-o", "out.wasm", ...flags], {
    readFile: (name) => readSource(name),
    writeFile: (name, contents) => void output.set(name, contents as Uint8Array),
    listFiles: () => [],
    // deno-lint-ignore no-explicit-any
    stdout: collect as any,
    // deno-lint-ignore no-explicit-any
    stderr: collect as any,
  });
  if (error) throw new Error(`the kernels do not compile:\n${messages.join("")}`);
  return output.get("out.wasm")!;
}

function readSource(name: string): string | null {
  try {
    return Deno.readTextFileSync(join(KERNELS_DIR, "assembly", name));
  } catch {
    return null; // asc probes several names for an import
  }
}

/**
 * Writes binaries.ts. Text rather than files, so that the kernels are found wherever the code is: in a
 * bundle, in Node, offline. Deflated together the builds take a third of what they take apart in base64, for
 * they are nearly the same.
 */
async function writeBinaries(): Promise<void> {
  const relaxed = await compileKernels({ shared: false, relaxed: true });
  const plain = await compileKernels({ shared: false, relaxed: false });
  const deflated = deflateRawSync(Buffer.concat([relaxed, plain]), { level: 9 });
  const text = `/**
 * The kernels as build.ts compiled them: with relaxed SIMD, then with plain SIMD.
 *
 * @module
 */

/** Both builds, deflated, in base64. */
export const DEFLATED =
  "${deflated.toString("base64")}";

/** Where the first one ends. */
export const RELAXED_BYTES = ${relaxed.length};
`;
  await Deno.writeTextFile(join(KERNELS_DIR, "binaries.ts"), text);
}

if (import.meta.main) await writeBinaries();
