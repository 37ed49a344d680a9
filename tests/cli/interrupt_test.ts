import assert from "node:assert/strict";
import { ECHO_MS } from "../../lib/cli/interrupt.ts";
import { startDeno } from "./spawn.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

for (const first of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  Deno.test(`watchInterrupts() aborts on ${first}, takes what follows at once for its echo, and leaves with 130 on a later signal`, async () => {
    const command = startDeno(["run", "--quiet", "-P=train", "tests/cli/interrupt_fixture.ts"]);
    await command.waitFor("stdout", /waiting/);
    command.kill(first);
    await command.waitFor("stdout", /stopping\naborted/);
    for (const echo of ["SIGINT", first] as const) command.kill(echo);
    let isOver = false;
    const finished = command.finish().finally(() => isOver = true);
    await pause(ECHO_MS + 200);
    assert.ok(!isOver, "an echo ended it");
    command.kill("SIGINT");
    const { code, stdout, stderr } = await finished;
    assert.equal(code, 130);
    assert.match(stdout, /^waiting\nstopping\naborted\n$/);
    assert.equal(stderr, "");
  });
}
