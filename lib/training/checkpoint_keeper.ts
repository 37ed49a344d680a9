/**
 * Keeps a run's newest checkpoint on disk while the run goes on.
 *
 * @module
 */
import type { Checkpoint } from "./checkpoint.ts";
import { removeCheckpoints, saveCheckpoint } from "./checkpoint_files.ts";

/** Saves in the background: of those that come while one is being saved, the newest. */
export class CheckpointKeeper {
  readonly #places: readonly string[];
  readonly #onNotice: (line: string) => void;
  /** Places that were written to. */
  readonly #used = new Set<string>();
  #next?: Checkpoint;
  #saving?: Promise<void>;
  #failure?: string;
  #place?: string;

  /**
   * Writes nothing yet.
   *
   * @param places Files to save to: where the first cannot be written, the next is tried.
   * @param onNotice Told in one line when a place fails.
   */
  constructor(places: readonly string[], onNotice: (line: string) => void) {
    this.#places = places;
    this.#onNotice = onNotice;
  }

  /** Has a checkpoint saved soon. */
  save(checkpoint: Checkpoint): void {
    this.#next = checkpoint;
    this.#saving ??= this.#saveAll().finally(() => this.#saving = undefined);
  }

  /**
   * Waits until the last checkpoint is on disk.
   *
   * @returns Where, or nothing if no place could be written.
   */
  async flush(): Promise<string | undefined> {
    while (this.#saving) await this.#saving;
    return this.#place;
  }

  /** Removes what this run has saved, and what lies at the first place. */
  async discard(): Promise<void> {
    await this.flush();
    for (const place of new Set([this.#places[0], ...this.#used])) await removeCheckpoints(place);
  }

  async #saveAll(): Promise<void> {
    while (this.#next) {
      const checkpoint = this.#next;
      this.#next = undefined;
      this.#place = await this.#saveSomewhere(checkpoint);
    }
  }

  async #saveSomewhere(checkpoint: Checkpoint): Promise<string | undefined> {
    for (const place of this.#places) {
      try {
        await saveCheckpoint(place, checkpoint);
        this.#used.add(place);
        return place;
      } catch (error) {
        const { message } = error as Error;
        if (this.#failure !== message) this.#onNotice(message);
        this.#failure = message;
      }
    }
  }
}
