import assert from "node:assert/strict";
import { KERNEL_BUILDS, readKernelBuild } from "../../lib/kernels/builds.ts";
import { compileKernelModule, linkKernels } from "../../lib/kernels/module.ts";

for (const build of KERNEL_BUILDS) {
  Deno.test(`linkKernels() links the build ${JSON.stringify(build)}, which holds no memory or data of its own`, async () => {
    const module = new WebAssembly.Module(await readKernelBuild(build));
    const imports = WebAssembly.Module.imports(module).map(({ name }) => name);
    assert.ok(imports.includes("memory"), `${imports}`);
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: build.shared });
    const before = new Uint8Array(memory.buffer).slice();
    assert.equal(typeof linkKernels(module, memory).convolve, "function");
    assert.deepEqual(new Uint8Array(memory.buffer).slice(), before);
  });
}

/** x · x − round(x · x): the rounding error where multiply and add are fused, 0 where they are not. */
async function measureFusing(shared: boolean): Promise<number> {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared });
  const kernels = linkKernels(await compileKernelModule(shared), memory);
  const floats = new Float32Array(memory.buffer), x = 1 + 2 ** -12;
  const input = 16, weights = 64, output = 128;
  floats.fill(1, input, input + 8);
  floats.fill(x, input + 8, input + 16);
  floats.set([-Math.fround(x * x), x], weights);
  kernels.convolve(input * 4, weights * 4, output * 4, 1, 1, 2, 0, 1, 1, 1, 0, 0, 1, 1);
  return floats[output];
}

for (const shared of [true, false]) {
  Deno.test(`compileKernelModule() gives kernels for a memory that is ${shared ? "" : "not "}shared`, async () => {
    // Whether relaxed SIMD fuses is the processor's choice.
    assert.ok([0, 2 ** -24].includes(await measureFusing(shared)));
  });

  Deno.test(`compileKernelModule() takes plain SIMD where relaxed SIMD is missing, shared ${shared}`, async () => {
    const { validate } = WebAssembly;
    WebAssembly.validate = () => false;
    try {
      assert.equal(await measureFusing(shared), 0);
    } finally {
      WebAssembly.validate = validate;
    }
  });
}
