/**
 * A short round in which the page asks for digits and counts how many of them it reads.
 *
 * @module
 */
import { DIGIT_CLASSES } from "../../dataset/labeled_images.ts";
import { createPermutation } from "../../random.ts";
import type { Correction } from "../trainer/messages.ts";

/** How often each digit is asked for. */
const TIMES = 2;

/** What was drawn and how it was read. */
export interface Attempt {
  /** 784 ink bytes of it, or of the part in focus. */
  pixels: Uint8Array;
  /** The digit that was read; nothing where it was none, or several. */
  said?: number;
}

/** One round: each digit twice, in an order of its own. */
export class Round {
  readonly #wanted: number[];
  readonly #attempts: Attempt[] = [];

  constructor(seed: number) {
    const count = TIMES * DIGIT_CLASSES.length;
    this.#wanted = Array.from(createPermutation(count, seed), (i) => i % DIGIT_CLASSES.length);
  }

  /** The digit to draw now; nothing at the end. */
  get wanted(): number | undefined {
    return this.#wanted[this.#attempts.length];
  }

  get done(): number {
    return this.#attempts.length;
  }

  get total(): number {
    return this.#wanted.length;
  }

  /** Takes a drawing of the digit that is wanted. */
  take(attempt: Attempt): void {
    if (this.wanted !== undefined) this.#attempts.push(attempt);
  }

  /** What was read as something else, as it should have been read. */
  get missed(): (Correction & Pick<Attempt, "said"> & { label: number })[] {
    return this.#attempts.flatMap(({ pixels, said }, i) =>
      said === this.#wanted[i] ? [] : [{ pixels, said, label: this.#wanted[i] }]
    );
  }
}

/** Such as "It read 18 of your 20 digits. Missed: a 4 as 9, a 7 as no digit." */
export function describeRound({ missed, done }: Pick<Round, "missed" | "done">): string {
  const misses = missed.map(({ label, said }) => `${label} as ${said ?? "no digit"}`);
  const right = `It read ${done - missed.length} of your ${done} digits.`;
  return misses.length > 0 ? `${right} Missed: ${misses.join(", ")}.` : `${right} None was missed.`;
}
