import assert from "node:assert/strict";
import { compileKernels } from "../../lib/kernels/build.ts";
import { KERNEL_BUILDS, kernelFileName } from "../../lib/kernels/builds.ts";
import { readBuild } from "./kernel_memory.ts";

for (const build of KERNEL_BUILDS) {
  Deno.test(`compileKernels() gives ${kernelFileName(build)} byte for byte`, async () => {
    const [compiled, committed] = await Promise.all([compileKernels(build), readBuild(build)]);
    // Not deepEqual: a difference would be printed byte by byte.
    assert.equal(compiled.length, committed.length, "run lib/kernels/build.ts");
    assert.ok(compiled.every((byte, i) => byte === committed[i]), "run lib/kernels/build.ts");
  });
}
