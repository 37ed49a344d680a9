/**
 * What notebook code does in a plain script.
 *
 * @module
 */
import assert from "node:assert/strict";
import { PROJECT_DIR } from "../../lib/paths.ts";

/** Runs a script of notebook code; `act` may send it signals once it has printed a line. */
async function runScript(
  body: string,
  act?: (script: Deno.ChildProcess) => void,
): Promise<{ code: number; lines: string[] }> {
  const file = await Deno.makeTempFile({ dir: `${PROJECT_DIR}/tests/notebook`, suffix: ".tmp.ts" });
  try {
    const imports =
      `import { facts, live, onInterrupt, show, stopSignal } from "../../lib/notebook/mod.ts";`;
    await Deno.writeTextFile(file, `${imports}\n${body}`);
    const script = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", "--allow-read", "--allow-env", file],
      stdout: "piped",
      stderr: "null",
    }).spawn();
    let output = "";
    for await (const text of script.stdout.pipeThrough(new TextDecoderStream())) {
      output += text;
      act?.(script);
    }
    return { code: (await script.status).code, lines: output.trim().split("\n") };
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("show() prints plain text outside of Jupyter", async () => {
  const { code, lines } = await runScript(`await show(facts({ a: 1 }), facts({ b: 2 }));`);
  assert.equal(code, 0);
  assert.deepEqual(lines, ["a  1", "b  2"]);
});

Deno.test("live() draws the first state at once and the last at the end, not those between", async () => {
  const { lines } = await runScript(`
    const output = live({ intervalMs: 60_000 });
    for (let i = 1; i <= 5; i++) await output.update(() => facts({ i }));
    await output.finish();
    await output.finish();
  `);
  assert.deepEqual(lines, ["i  1", "i  5"]);
});

Deno.test("live() draws every state that comes late enough", async () => {
  const { lines } = await runScript(`
    const output = live({ intervalMs: 0 });
    for (let i = 1; i <= 3; i++) await output.update(() => facts({ i }));
    await output.finish();
  `);
  assert.deepEqual(lines, ["i  1", "i  2", "i  3"]);
});

Deno.test("stopSignal() is aborted by Ctrl-C, and the script goes on", async () => {
  const { code, lines } = await runScript(
    `
    const signal = stopSignal();
    const timer = setInterval(() => {}, 1000);
    console.log("waiting");
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    clearInterval(timer);
    console.log("stopped", signal.aborted);
    Deno.exit(7);
  `,
    (script) => script.kill("SIGINT"),
  );
  assert.deepEqual(lines, ["waiting", "stopped true"]);
  assert.equal(code, 7);
});

Deno.test("onInterrupt() gives Ctrl-C back when nobody listens any more", async () => {
  const { code, lines } = await runScript(
    `
    const forget = onInterrupt(() => console.log("not reached"));
    forget();
    console.log("waiting");
    await new Promise((resolve) => setTimeout(resolve, 20_000));
  `,
    (script) => script.kill("SIGINT"),
  );
  assert.deepEqual(lines, ["waiting"]);
  assert.equal(code, 130);
});
