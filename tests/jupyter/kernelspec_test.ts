import assert from "node:assert/strict";
import { join } from "@std/path";
import { InputError } from "../../lib/errors.ts";
import { requireKernel, writeKernelspec } from "../../lib/jupyter/kernelspec.ts";

Deno.test("requireKernel() takes Deno 2.9 and newer and refuses older ones", () => {
  for (const version of ["2.9.0", "2.10.1", "3.0.0-rc.1", Deno.version.deno]) {
    requireKernel(version);
  }
  for (const version of ["2.8.3", "1.46.0"]) {
    assert.throws(
      () => requireKernel(version),
      (error) => error instanceof InputError && error.message.includes(`got ${version}`),
    );
  }
});

Deno.test("writeKernelspec() describes this very Deno as the kernel deno", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writeKernelspec(folder);
    const spec = JSON.parse(await Deno.readTextFile(join(folder, "kernels/deno/kernel.json")));
    assert.deepEqual(spec, {
      argv: [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"],
      display_name: "Deno",
      language: "typescript",
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
