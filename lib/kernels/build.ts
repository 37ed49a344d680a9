/**
 * Compiles the AssemblyScript kernels. Four builds of the same source, because a module must declare
 * whether its memory is shared (Workers) or not (tfjs's heap, a browser page without isolation), and
 * because relaxed SIMD (fused multiply-add) is not everywhere.
 *
 *     deno run -P=kernels lib/kernels/build.ts
 *
 * @module
 */
import asc from "assemblyscript/asc";
import { dirname, fromFileUrl, join } from "@std/path";
import { KERNEL_BUILDS, type KernelBuild, kernelFileName } from "./builds.ts";

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

if (import.meta.main) {
  for (const build of KERNEL_BUILDS) {
    const bytes = await compileKernels(build);
    await Deno.writeFile(join(KERNELS_DIR, kernelFileName(build)), bytes);
    console.log(`${kernelFileName(build)}: ${bytes.length} bytes`);
  }
}
