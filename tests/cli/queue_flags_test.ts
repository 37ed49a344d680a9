import assert from "node:assert/strict";
import { join } from "@std/path";
import { commandOf } from "../project_config.ts";
import { spawnDeno } from "./spawn.ts";

/** Nobody listens on port 1. */
const NOBODY = "redis://:secret@127.0.0.1:1";

const run = (task: string, ...args: string[]) => spawnDeno([...commandOf(task), ...args]);

Deno.test("worker, predict and sweep answer wrong use of a queue by one line and exit code 2", async () => {
  const dir = await Deno.makeTempDir(), plan = join(dir, "plan.json"), out = join(dir, "out");
  await Deno.writeTextFile(plan, "{}");
  await Deno.writeTextFile(join(dir, "there.jsonl"), "");
  const cases: [string, string[], RegExp][] = [
    ["worker", [], /required option '--queue <url>' not specified$/],
    ["worker", ["--queue", "http://host"], /--queue: expected redis:\/\/HOST or rediss:/],
    ["worker", ["--queue", NOBODY, "--root", join(dir, "none")], /expected a folder, found none$/],
    ["worker", ["--queue", NOBODY], /--queue redis:\/\/127\.0\.0\.1:1: expected a Redis or Valkey/],
    ["predict", ["a.png", "--out", out], /--out: expected --queue URL with it$/],
    ["predict", ["a.png", "--queue", NOBODY], /--queue: expected --out FILE with it$/],
    [
      "predict",
      ["a.png", "--queue", NOBODY, "--out", out, "--csv", "a.csv"],
      /--queue: expected neither --csv nor --submission with it$/,
    ],
    [
      "predict",
      ["--listing", join(dir, "none"), "--queue", NOBODY, "--out", out],
      /--listing \S+none: expected a file: /,
    ],
    ["predict", ["-", "--queue", NOBODY, "--out", out], /expected files, got standard input$/],
    ["sweep", [plan, "--out", out, "--queue", "x"], /--queue: expected redis:\/\/HOST/],
    ["sweep", [plan, "--out", out, "--queue", NOBODY, "--jobs", "2"], /--jobs: expected none with/],
  ];
  try {
    for (const [task, args, message] of cases) {
      const { code, stdout, stderr } = await run(task, ...args);
      assert.equal(code, 2, `${task} ${args.join(" ")}: ${stderr}`);
      assert.equal(stdout, "");
      assert.match(stderr.trimEnd(), message);
      assert.match(stderr, new RegExp(`^${task}: [^\\n]+\\n$`));
      assert.ok(!stderr.includes("secret"), stderr);
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("worker --help lists the flags", async () => {
  const { code, stdout } = await run("worker", "--help");
  assert.equal(code, 0);
  for (const flag of ["--queue", "--root", "--workers", "--work", "--stalled", "--json"]) {
    assert.ok(stdout.includes(`${flag} `) || stdout.includes(`${flag}\n`), flag);
  }
});
