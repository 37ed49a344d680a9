import assert from "node:assert/strict";
import { join } from "@std/path";
import { spawnDeno, startDeno } from "./spawn.ts";
import { commandOf } from "../project_config.ts";

const COMMAND = commandOf("demo");
const demo = (...args: string[]) => spawnDeno([...COMMAND, ...args]);

Deno.test("deno task demo explains itself", async () => {
  const { code, stdout } = await demo("--help");
  assert.equal(code, 0);
  for (const flag of ["--port", "--open", "--build"]) assert.ok(stdout.includes(flag), flag);
});

Deno.test("deno task demo refuses a port that is none, and flags that do not go together", async () => {
  const cases = [
    [["--port", "70000"], /port.*Expected a whole number from 1 to 65535/],
    [["--port", "x"], /port/],
    [["--build", "site", "--open"], /--build writes files and serves nothing/],
    [["extra"], /too many arguments/],
  ] as const;
  for (const [args, message] of cases) {
    const { code, stderr } = await demo(...args);
    assert.equal(code, 2, args.join(" "));
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /, "no stack trace");
  }
});

Deno.test("deno task demo --build writes the page with the shipped model", async () => {
  const dir = await Deno.makeTempDir({ prefix: "demo_" });
  const { code, stdout, stderr } = await demo("--build", join(dir, "site"));
  assert.equal(code, 0, stderr);
  assert.match(
    stdout,
    /^\d+ files, \d+ kB, in .*site; any web server can serve them, from any path\n$/,
  );
  const html = await Deno.readTextFile(join(dir, "site", "index.html"));
  assert.match(
    html,
    /<option value="lenet5" data-facts="[\d,]+ parameters, \d\.\d\d% test error" /,
  );
  assert.match(html, /<meta name="service-worker" content=".\/service_worker.js">/);
  assert.ok((await Deno.stat(join(dir, "site", "service_worker.js"))).isFile);
  assert.ok((await Deno.stat(join(dir, "site", "models", "lenet5.bin"))).size > 200_000);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("deno task demo --url takes an address of the web, and only with --build", async () => {
  const wrong = await demo("--build", "nowhere", "--url", "example.org");
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /^demo: --url example.org: expected an address such as https:/m);
  const alone = await demo("--url", "https://example.org/");
  assert.equal(alone.code, 2);
  assert.match(alone.stderr, /^demo: --url goes with --build/m);
});

Deno.test("deno task demo --build says in one line where it cannot write", async () => {
  const { code, stderr } = await demo("--build", "deno.json/site");
  assert.equal(code, 2);
  assert.match(stderr, /^demo: --build deno.json\/site: cannot write there: /m);
});

Deno.test("deno task demo --build leaves a folder alone that holds something else", async () => {
  const dir = await Deno.makeTempDir({ prefix: "demo_" });
  await Deno.writeTextFile(join(dir, "notes.txt"), "mine");
  const { code, stderr } = await demo("--build", dir);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^demo: --build .*: expected an empty folder or an earlier page, found notes/m,
  );
  assert.equal((await Array.fromAsync(Deno.readDir(dir))).length, 1);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("deno task demo serves until Ctrl-C, which is no failure", async () => {
  const command = startDeno(COMMAND);
  await command.waitFor("stdout", /Ctrl-C ends/);
  command.kill("SIGINT");
  const { code, stdout } = await command.finish();
  assert.equal(code, 0);
  assert.match(stdout, /^Draw a digit at http:\/\/127\.0\.0\.1:\d+\/ /);
});

Deno.test("deno task demo --open serves and ends although the browser's command never does", async () => {
  const dir = await Deno.makeTempDir({ prefix: "demo_" });
  for (const name of ["xdg-open", "open"]) {
    await Deno.writeTextFile(join(dir, name), "#!/bin/sh\necho $$ > $0.pid; exec sleep 60\n", {
      mode: 0o755,
    });
  }
  const path = Deno.env.get("PATH")!;
  Deno.env.set("PATH", `${dir}:${path}`);
  const start = performance.now();
  const command = startDeno([...COMMAND, "--open"]);
  Deno.env.set("PATH", path);
  await command.waitFor("stdout", /Ctrl-C ends/);
  command.kill("SIGINT");
  const { code } = await command.finish();
  for await (const { name } of Deno.readDir(dir)) {
    if (name.endsWith(".pid")) Deno.kill(Number(await Deno.readTextFile(join(dir, name))));
  }
  assert.equal(code, 0);
  assert.ok(performance.now() - start < 55_000, "did not wait for the browser");
  await Deno.remove(dir, { recursive: true });
});
