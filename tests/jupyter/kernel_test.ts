import assert from "node:assert/strict";
import { Kernel, KernelError } from "../../lib/jupyter/kernel.ts";
import type { Message } from "../../lib/jupyter/wire.ts";
import { NOTEBOOKS_DIR } from "../../lib/paths.ts";

/** Runs cells in a kernel of their own; returns replies and messages by cell. */
async function runCells(...cells: string[]) {
  const kernel = await Kernel.start(NOTEBOOKS_DIR);
  try {
    const results = [];
    for (const code of cells) {
      const messages: Message[] = [];
      results.push({ reply: await kernel.execute(code, (m) => messages.push(m)), messages });
    }
    return results;
  } finally {
    await kernel.stop();
  }
}

const printed = (messages: Message[]) =>
  messages.filter(({ header }) => header.msg_type === "stream").map((m) => m.content.text).join("");

Deno.test("Kernel.execute() runs cells with shared state in the given folder", async () => {
  const [, second] = await runCells("const a: number = 20;", "console.log(a + 1, Deno.cwd());");
  assert.equal(second.reply.status, "ok");
  assert.equal(second.reply.execution_count, 2);
  assert.equal(printed(second.messages), `21 ${NOTEBOOKS_DIR}\n`);
});

Deno.test("Kernel.execute() tells of an error and goes on after it", async () => {
  const [thrown, unparsed, after] = await runCells(
    `throw new RangeError("too far");`,
    "const = 1;",
    "console.log(1);",
  );
  assert.equal(thrown.reply.status, "error");
  assert.match(thrown.reply.traceback!.join("\n"), /RangeError: too far/);
  assert.equal(unparsed.reply.status, "error");
  assert.equal(printed(after.messages), "1\n");
});

Deno.test("Kernel.execute() keeps a large output that leaves the kernel last", async () => {
  const size = 1_000_000;
  const [{ messages }] = await runCells(
    `await Deno.jupyter.broadcast("display_data", { data: { "text/plain": "x".repeat(${size}) }, metadata: {}, transient: {} });`,
  );
  const display = messages.find(({ header }) => header.msg_type === "display_data");
  assert.equal(display?.content.data["text/plain"].length, size);
});

Deno.test("Kernel.execute() rejects when the kernel ends in a cell", async () => {
  await assert.rejects(
    runCells("Deno.exit(3);"),
    (error) => error instanceof KernelError && /ended \(exit code 3\)/.test(error.message),
  );
});

Deno.test("Kernel.execute() rejects a cell that takes too long", async () => {
  const kernel = await Kernel.start(NOTEBOOKS_DIR);
  try {
    const endless = kernel.execute("await new Promise(() => {});", () => {}, { timeoutMs: 300 });
    await assert.rejects(endless, /no answer within 0\.3 s/);
  } finally {
    await kernel.stop();
    await kernel.stop(); // a second time is free
  }
});
