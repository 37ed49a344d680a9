import assert from "node:assert/strict";
import { startDeno } from "./spawn.ts";

for (const first of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`watchInterrupts() aborts on ${first}, and leaves with 130 on a second signal`, async () => {
    const command = startDeno(["run", "--quiet", "-P=train", "tests/cli/interrupt_fixture.ts"]);
    await command.waitFor("stdout", /waiting/);
    command.kill(first);
    await command.waitFor("stdout", /stopping\naborted/);
    command.kill("SIGINT");
    const { code, stderr } = await command.finish();
    assert.equal(code, 130);
    assert.equal(stderr, "");
  });
}
