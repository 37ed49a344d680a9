/**
 * An event log that TensorBoard reads: numbers by name and step, appended as they come.
 *
 * @module
 */
import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { InputError, isRefusal, reasonOf } from "../errors.ts";
import { encodeEventRecord, FILE_VERSION, type LogEvent, SESSION_START } from "./event_record.ts";

/** A log that is being written. */
export interface EventLog {
  /**
   * Appends numbers of one step; once it returns, a reader finds them. Wait for it before the next call.
   *
   * @throws {InputError} If they cannot be written.
   */
  write(step: number, values: Readonly<Record<string, number>>): Promise<void>;
  /** Closes the file. */
  close(): Promise<void>;
}

/**
 * Begins a log in a folder: one run of TensorBoard's, called as the folder is. What earlier files of the
 * folder say of `firstStep` and of later steps is void, so that a run begun anew or resumed draws one line.
 *
 * @throws {InputError} If the folder cannot be written.
 *
 * @example
 * ```ts
 * import { createEventLog } from "@lenet5/digits/interchange";
 *
 * const folder = await Deno.makeTempDir();
 * const log = await createEventLog(folder);
 * await log.write(1, { loss: 2.3, learning_rate: 0.001 });
 * await log.close(); // tensorboard --logdir FOLDER
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function createEventLog(dir: string, { firstStep = 0 } = {}): Promise<EventLog> {
  // Files are read in the order of their names.
  const name = `events.out.tfevents.${(Date.now() / 1000).toFixed(3)}.digits`;
  const file = await orRefuse(dir, async () => {
    await mkdir(dir, { recursive: true });
    return await open(join(dir, name), "ax");
  });
  const append = (event: Omit<LogEvent, "wallTime">) =>
    orRefuse(
      dir,
      () => file.appendFile(encodeEventRecord({ wallTime: Date.now() / 1000, ...event })),
    );
  await append({ fileVersion: FILE_VERSION });
  await append({ step: firstStep, sessionLog: { status: SESSION_START } });
  return {
    async write(step, values) {
      const value = Object.entries(values).map(([tag, simpleValue]) => ({ tag, simpleValue }));
      await append({ step, summary: { value } });
    },
    close: () => file.close(),
  };
}

async function orRefuse<T>(dir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`${dir}: expected a folder that can be written: ${reasonOf(error)}`);
  }
}
