import { DIGIT_PIXELS, type Digits } from "../../lib/dataset/digits.ts";

/** The 60 digits of references/make_references.py: mostly blank, label i mod 7. */
export function createReferenceDigits(): Digits {
  const count = 60;
  const images = new Uint8Array(count * DIGIT_PIXELS);
  for (let i = 0; i < count; i++) {
    for (let p = 0; p < DIGIT_PIXELS; p++) {
      const noise = (i * i * 7919 + p * 104729 + i * p * 31) % 1009;
      if (noise < 200) images[i * DIGIT_PIXELS + p] = noise + 5 * (i % 7);
    }
  }
  return { count, images, labels: Uint8Array.from({ length: count }, (_, i) => i % 7) };
}

/** Digits of one ink all over. */
export function createFlatDigits(inks: number[], labels: number[]): Digits {
  const images = Uint8Array.from(inks.flatMap((ink) => Array(DIGIT_PIXELS).fill(ink)));
  return { count: inks.length, images, labels: Uint8Array.from(labels) };
}

/** No digits at all. */
export const NO_DIGITS: Digits = createFlatDigits([], []);
