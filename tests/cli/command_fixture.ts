/** A command that does as its flags say, for command_test.ts to run. */
import { createCommand, positiveNumber, runCommand, wholeNumber } from "../../lib/cli/command.ts";
import { InputError, InterruptedError } from "../../lib/errors.ts";

const ENDINGS: Record<string, () => number | void> = {
  good: () => {},
  failure: () => 1,
  mistake() {
    throw new InputError("x.png: expected a PNG, got JPEG");
  },
  ugly() {
    throw new InputError("a\nb\x1b[2J.png: expected a PNG");
  },
  interrupt() {
    throw new InterruptedError("stopped after epoch 3");
  },
  refusal() {
    throw Object.assign(new Error("ENOSPC: no space left on device: /full/x"), { code: "ENOSPC" });
  },
  defect() {
    throw new TypeError("undefined is not a function");
  },
};

await runCommand("demo", () => {
  const options = createCommand("demo", "Shows how.")
    .option("--epochs <n>", "how many", wholeNumber(1, 10), 5)
    .option("--seed <n>", "which", wholeNumber(0))
    .option("--rate <x>", "how fast", positiveNumber)
    .option("--end <how>", "how it ends", "good")
    .parse(Deno.args, { from: "user" })
    .opts();
  console.log(JSON.stringify(options));
  return Promise.resolve(ENDINGS[options.end]());
});
