/**
 * What engines on one memory have in common, whoever computes in it.
 *
 * @module
 */
import type { Model } from "../model/model.ts";
import type { EngineMemory } from "./engine_memory.ts";
import type { EngineState, Totals } from "./types.ts";

/** State and figures, straight from the memory. */
export abstract class MemoryEngine {
  /** What computes. */
  readonly backend = "compiled";

  /** @internal */
  protected readonly memory: EngineMemory;

  /** @internal */
  protected constructor(memory: EngineMemory) {
    this.memory = memory;
  }

  /** Bytes of the memory. */
  get memoryBytes(): number {
    return this.memory.layout.bytes;
  }

  /** Steps done since the engine was made. */
  get stepsDone(): number {
    return this.memory.stepsDone;
  }

  /** Loss and correct answers since {@link MemoryEngine.resetTotals}. */
  get totals(): Totals {
    return this.memory.totals;
  }

  /** Starts the totals from given figures, or from nothing. */
  resetTotals(totals?: Totals): void {
    this.memory.resetTotals(totals);
  }

  /** Copies the state out. */
  readState(): Promise<EngineState> {
    return Promise.resolve(this.memory.readState());
  }

  /**
   * Copies a state in.
   *
   * @throws {RangeError} If it is the state of another model.
   */
  writeState(state: EngineState): void {
    this.memory.writeState(state);
  }

  /** Writes the averaged weights and statistics into the model. */
  writeTo(model: Model): Promise<void> {
    return Promise.resolve(this.memory.writeTo(model));
  }
}
