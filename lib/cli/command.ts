/**
 * What every command shares: flags with checked values, `--help`, and exit codes
 * (0 done, 1 failed, 2 wrong use or unusable input, 130 interrupted).
 *
 * @module
 */
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { InputError, InterruptedError, isRefusal, reasonOf } from "../errors.ts";
import { escapeControls } from "./escape.ts";

/** A command with the project's conventions: `--help` on stdout, wrong use on stderr with exit 2. */
export function createCommand(name: string, description: string): Command {
  return new Command(`deno task ${name}`)
    .description(description)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({
      // commander puts its guess ("Did you mean …?") on a second line.
      outputError: (text, write) =>
        write(text.replace(/^error: /, `${name}: `).replace("\n(", " (")),
    });
}

/** Parses a whole number of at least `minimum`, for use as a commander argument parser. */
export function wholeNumber(minimum: number, maximum = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(
      maximum === Number.MAX_SAFE_INTEGER
        ? `Expected a whole number of at least ${minimum}.`
        : `Expected a whole number from ${minimum} to ${maximum}.`,
    );
  };
}

/** Parses a positive number, for use as a commander argument parser. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("Expected a number above 0.");
}

/**
 * Runs a command's `main` and exits with its code: what `main` returns (0 if nothing), 2 on an
 * {@link InputError} or wrong flags, 130 on an {@link InterruptedError}, 1 on anything else. A
 * person's mistake and a refusal of the operating system get one line on stderr; only a defect of ours shows its
 * stack.
 */
export async function runCommand(name: string, main: () => Promise<number | void>): Promise<never> {
  try {
    Deno.exit((await main()) ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) Deno.exit(error.exitCode === 0 ? 0 : 2);
    if (error instanceof InputError) {
      console.error(`${name}: ${escapeControls(error.message)}`);
      Deno.exit(2);
    }
    if (error instanceof InterruptedError) {
      console.error(`${name}: ${escapeControls(error.message)}`);
      Deno.exit(130);
    }
    if (isRefusal(error)) {
      console.error(`${name} failed: ${escapeControls(reasonOf(error))}`);
      Deno.exit(1);
    }
    console.error(`${name} failed:`, error);
    Deno.exit(1);
  }
}
