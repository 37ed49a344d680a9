import assert from "node:assert/strict";
import { positiveNumber, wholeNumber } from "../../lib/cli/command.ts";
import { spawnDeno } from "./spawn.ts";

const demo = (...args: string[]) =>
  spawnDeno([
    "run",
    "--quiet",
    "--allow-env",
    "--allow-read",
    "tests/cli/command_fixture.ts",
    ...args,
  ]);

Deno.test("runCommand() hands over checked options and exits with 0", async () => {
  const { code, stdout, stderr } = await demo("--epochs", "7", "--rate", "1e-3", "--seed", "0");
  assert.equal(code, 0, stderr);
  assert.deepEqual(JSON.parse(stdout), { epochs: 7, rate: 0.001, seed: 0, end: "good" });
  assert.equal(stderr, "");
});

Deno.test("createCommand() prints help on stdout and exits with 0", async () => {
  const { code, stdout, stderr } = await demo("--help");
  assert.equal(code, 0);
  assert.match(stdout, /^Usage: deno task demo \[options\]\n\nShows how\.\n/);
  assert.match(stdout, /--epochs <n> +how many \(default: 5\)/);
  assert.equal(stderr, "");
});

for (
  const [args, message] of [
    [["--epochs", "0"], /'--epochs <n>' argument '0' is invalid. Expected a whole number from 1/],
    [["--epochs", "many"], /argument 'many' is invalid/],
    [["--epochs"], /'--epochs <n>' argument missing/],
    [["--rate", "0"], /argument '0' is invalid. Expected a number above 0/],
    [["--epoch", "3"], /unknown option '--epoch' \(Did you mean --epochs\?\)/],
    [["extra"], /too many arguments/],
  ] as [string[], RegExp][]
) {
  Deno.test(`createCommand() answers ${args.join(" ")} by one line and exit code 2`, async () => {
    const { code, stdout, stderr } = await demo(...args);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /^demo: [^\n]+\n$/);
    assert.match(stderr, message);
  });
}

for (
  const [end, expectedCode, expectedLine] of [
    ["mistake", 2, "demo: x.png: expected a PNG, got JPEG\n"],
    ["ugly", 2, "demo: a\\nb\\x1b[2J.png: expected a PNG\n"],
    ["interrupt", 130, "demo: stopped after epoch 3\n"],
    ["failure", 1, ""],
    ["refusal", 1, "demo failed: ENOSPC: no space left on device: /full/x\n"],
  ] as const
) {
  Deno.test(`runCommand() exits with ${expectedCode} on ${end}, without a stack`, async () => {
    const { code, stderr } = await demo("--end", end);
    assert.equal(code, expectedCode);
    assert.equal(stderr, expectedLine);
  });
}

Deno.test("runCommand() exits with 1 on a defect and shows where it is", async () => {
  const { code, stderr } = await demo("--end", "defect");
  assert.equal(code, 1);
  assert.match(stderr, /^demo failed: TypeError: undefined is not a function\n {4}at /);
});

Deno.test("wholeNumber() takes plain digits within its bounds only", () => {
  const parse = wholeNumber(2, 20);
  assert.equal(parse("2"), 2);
  assert.equal(parse("020"), 20);
  for (const text of ["1", "21", "2.5", "-3", "1e1", "0x3", " 3", "", "NaN", "Infinity"]) {
    assert.throws(() => parse(text), /Expected a whole number from 2 to 20/, `"${text}"`);
  }
  assert.throws(() => wholeNumber(1)("99999999999999999999"), /at least 1/);
});

Deno.test("positiveNumber() takes finite numbers above 0 only", () => {
  assert.equal(positiveNumber("0.5"), 0.5);
  assert.equal(positiveNumber("6e-3"), 0.006);
  for (const text of ["0", "-1", "", " ", "fast", "Infinity", "NaN"]) {
    assert.throws(() => positiveNumber(text), /Expected a number above 0/, `"${text}"`);
  }
});
