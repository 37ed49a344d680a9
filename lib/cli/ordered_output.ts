/**
 * A file that grows by one part after the other, each exactly once, however often its writer is cut off.
 *
 * @module
 */
import { createHash } from "node:crypto";
import * as v from "valibot";
import { writeAtomically } from "../atomic_write.ts";
import { exists, removeFile } from "../durable_files.ts";
import { InputError, isMissing, isRefusal, reasonOf } from "../errors.ts";
import { parseJson, validate, whole } from "../validate.ts";

const count = whole(0);

/** How far the file is, and of what parts. */
const STATE = v.strictObject({
  parts: count,
  lines: count,
  errors: count,
  bytes: count,
  /** Of the parts' names, one after the other. */
  chain: v.string(),
});

type State = v.InferOutput<typeof STATE>;

const START: State = { parts: 0, lines: 0, errors: 0, bytes: 0, chain: "" };

/**
 * Lines are written to `NAME.partial`, and what counts of them to `NAME.state.json` after they are on disk:
 * whatever lies behind that is cut off when the writing goes on. At the end the file gets its name.
 */
export class OrderedOutput {
  readonly #path: string;
  readonly #shown: string;
  readonly #file: Deno.FsFile;
  #state: State;

  private constructor(path: string, shown: string, file: Deno.FsFile, state: State) {
    this.#path = path;
    this.#shown = shown;
    this.#file = file;
    this.#state = state;
  }

  /**
   * Begins a file, or goes on with one.
   *
   * @param shown What errors call it.
   * @throws {InputError} If it is there already, another process writes it, or it cannot be written.
   */
  static async open(path: string, shown: string): Promise<OrderedOutput> {
    if (await exists(path)) {
      throw new InputError(`--out ${shown}: expected a new file, got one that is there`);
    }
    try {
      const options = { read: true, write: true, create: true };
      const file = await Deno.open(`${path}.partial`, options);
      if (!await file.tryLock(true)) {
        file.close();
        throw new InputError(`--out ${shown}: expected a file that nobody else writes`);
      }
      const state = await readState(`${path}.state.json`, shown);
      await file.truncate(state.bytes);
      await file.seek(state.bytes, Deno.SeekMode.Start);
      return new OrderedOutput(path, shown, file, state);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      throw new InputError(
        `--out ${shown}: expected a file that can be written: ${reasonOf(error)}`,
      );
    }
  }

  /** Lines written so far. */
  get count(): number {
    return this.#state.lines;
  }

  /**
   * Takes those parts out of an iterator that the file has already.
   *
   * @returns The last of them.
   * @throws {InputError} If they are others than those that the file began with.
   */
  async skipDone<T>(parts: AsyncIterator<T>, nameOf: (part: T) => string): Promise<T | undefined> {
    let chain = "", last: T | undefined;
    for (let i = 0; i < this.#state.parts; i++) {
      const { done, value } = await parts.next();
      chain = done ? "" : extend(chain, nameOf(value));
      last = value;
    }
    if (chain === this.#state.chain) return last;
    throw new InputError(
      `--out ${this.#shown}: expected the pictures, model and options that it began with; ` +
        `give it up by removing ${this.#shown}.state.json`,
    );
  }

  /** Adds a part; returns when it is on disk and counts. */
  async append(name: string, lines: readonly string[]): Promise<void> {
    const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
    for (let written = 0; written < bytes.length;) {
      written += await this.#file.write(bytes.subarray(written));
    }
    await this.#file.syncData();
    const { parts, errors, chain } = this.#state;
    this.#state = {
      parts: parts + 1,
      lines: this.#state.lines + lines.length,
      errors: errors + lines.filter((line) => "error" in JSON.parse(line)).length,
      bytes: this.#state.bytes + bytes.length,
      chain: extend(chain, name),
    };
    const text = `${JSON.stringify(this.#state)}\n`;
    await writeAtomically(`${this.#path}.state.json`, new TextEncoder().encode(text));
  }

  /** Gives the file its name; returns how many of its lines tell of an error. */
  async finish(): Promise<number> {
    await Deno.rename(`${this.#path}.partial`, this.#path);
    await removeFile(`${this.#path}.state.json`);
    return this.#state.errors;
  }

  /** Lets others write. */
  close(): void {
    this.#file.close();
  }
}

const extend = (chain: string, name: string) =>
  createHash("sha256").update(`${chain} ${name}`).digest("hex");

async function readState(path: string, shown: string): Promise<State> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (isMissing(error)) return START;
    throw error;
  }
  try {
    return validate(STATE, parseJson(text));
  } catch (error) {
    throw new InputError(`${shown}.state.json: ${(error as Error).message}`);
  }
}
