import assert from "node:assert/strict";
import { compileKernels } from "../../lib/kernels/build.ts";
import { KERNEL_BUILDS, readKernelBuild } from "../../lib/kernels/builds.ts";

for (const build of KERNEL_BUILDS) {
  const name = `${build.shared ? "shared" : "plain"} memory, ${
    build.relaxed ? "relaxed" : "plain"
  } SIMD`;
  Deno.test(`readKernelBuild() gives what the compiler gives: ${name}`, async () => {
    const compiled = await compileKernels(build), committed = await readKernelBuild(build);
    // Not deepEqual: a difference would be printed byte by byte.
    assert.equal(compiled.length, committed.length, "run lib/kernels/build.ts");
    assert.ok(compiled.every((byte, i) => byte === committed[i]), "run lib/kernels/build.ts");
  });
}
