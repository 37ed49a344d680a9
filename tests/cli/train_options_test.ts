import assert from "node:assert/strict";
import process from "node:process";
import { join } from "@std/path";
import { CommanderError } from "commander";
import { formatResumeCommand, parseTrainFlags } from "../../lib/cli/train_options.ts";

Deno.test("parseTrainFlags() names the folder after network and data", () => {
  const outOf = (...args: string[]) => parseTrainFlags(args).flags.out;
  assert.equal(outOf(), join("models", "lenet5"));
  assert.equal(outOf("--model", "vgg-small"), join("models", "vgg-small"));
  assert.equal(outOf("--data", "scans/my_digits/"), join("models", "lenet5-my_digits"));
  assert.equal(outOf("--data", "train.csv", "--model", "lenet1"), join("models", "lenet1-train"));
  assert.equal(outOf("--from", "models/best"), join("models", "best-tuned"));
  assert.equal(outOf("--from", "models/best", "--data", "own"), join("models", "best-own"));
});

Deno.test("parseTrainFlags() refuses flags that contradict each other", () => {
  const cases: [string[], string][] = [
    [
      ["--backend", "wasm", "--workers", "2"],
      "--workers: expected the compiled backend, got wasm, which has none",
    ],
    [
      ["--from", "models/lenet5", "--model", "lenet1"],
      "--model: expected none with --from, which names the network already",
    ],
    [["--rehearse"], "--rehearse: expected --from DIR with it, the model to fine-tune"],
  ];
  for (const [args, message] of cases) {
    assert.throws(() => parseTrainFlags(args), { name: "InputError", message });
  }
});

Deno.test("formatResumeCommand() names the folders that are not the default ones", () => {
  const format = (...args: string[]) => formatResumeCommand(parseTrainFlags(args).flags);
  const command = "deno task train --resume";
  assert.equal(format("--epochs", "3"), command);
  assert.equal(format("--model", "lenet5-1998"), `${command} --out models/lenet5-1998`);
  assert.equal(
    format("--out", "models/lenet5", "--data-dir", "mnist"),
    `${command} --data-dir mnist`,
  );
  assert.equal(format("--log-dir", "runs/a"), `${command} --log-dir runs/a`);
  assert.equal(
    format("--out", "models/Ann's own", "--data-dir", "/data"),
    `${command} --out 'models/Ann'\\''s own' --data-dir /data`,
  );
});

const WRONG: [string[], RegExp][] = [
  [["--epochs", "0"], /'--epochs <n>' argument '0' is invalid. Expected a whole number from 1 to/],
  [["--epochs", "2.5"], /'2.5' is invalid/],
  [["--epochs"], /argument missing/],
  [["--batch-size", "-3"], /'-3' is invalid/],
  [["--batch-size", "60000"], /Expected a whole number from 1 to 55000/],
  [["--learning-rate", "0"], /Expected a number above 0/],
  [["--learning-rate", "fast"], /'fast' is invalid/],
  [["--learning-rate", "1e999"], /'1e999' is invalid/],
  [["--seed", "1e3"], /'1e3' is invalid/],
  [["--seed", "99999999999"], /'99999999999' is invalid/],
  [["--workers", "0"], /Expected a whole number from 1 to 64/],
  [["--model", "lenet6"], /choices are lenet1, lenet4, lenet5, lenet5-1998, vgg-small, vgg-large/],
  [["--backend", "cuda"], /Allowed choices are compiled, wasm, webgpu/],
  [["--epoch", "3"], /unknown option '--epoch'/],
  [["lenet5"], /too many arguments/],
];

/** What `work` writes to stderr. */
function catchStderr(work: () => void): string {
  const { write } = process.stderr;
  let text = "";
  process.stderr.write = (chunk: Uint8Array | string) => {
    text += chunk;
    return true;
  };
  try {
    work();
  } finally {
    process.stderr.write = write;
  }
  return text;
}

for (const [args, message] of WRONG) {
  Deno.test(`parseTrainFlags() refuses ${args.join(" ")} in one line`, () => {
    const text = catchStderr(() => assert.throws(() => parseTrainFlags(args), CommanderError));
    assert.match(text, message);
    assert.match(text, /^train: [^\n]+\n$/);
  });
}
