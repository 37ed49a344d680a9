/**
 * What the page says of a training, in words.
 *
 * @module
 */
import type { Progress } from "../../training/records.ts";
import type { SavedRun, Taught, TestResult } from "../trainer/messages.ts";

const formatCount = (count: number) => Math.round(count).toLocaleString("en");

/** Such as "Epoch 2 of 3: 4,000 of 10,000 digits, 12,000 a second." */
export function describeProgress(
  { epoch, imagesDone, imagesPerEpoch, imagesPerSecond }: Progress,
  epochs: number,
): string {
  const rate = imagesPerSecond > 0 ? `, ${formatCount(imagesPerSecond)} a second` : "";
  return `Epoch ${epoch} of ${epochs}: ${formatCount(imagesDone)} of ${
    formatCount(imagesPerEpoch)
  } digits${rate}.`;
}

/** Such as "It reads 98.2% of 2,000 test digits that it never saw and misreads 36." */
export function describeTest({ n, errors }: TestResult): string {
  const share = (100 * (1 - errors / n)).toFixed(1);
  return `It reads ${share}% of ${formatCount(n)} test digits that it never saw and misreads ${
    formatCount(errors)
  }.`;
}

/** Such as "98.2% in 5.3 s"; with what is left open if it was stopped. */
export function describeEnd(
  { isDone, seconds, test: { n, errors } }: { isDone: boolean; seconds: number; test: TestResult },
): string {
  const stop = isDone ? "" : ", stopped";
  return `${(100 * (1 - errors / n)).toFixed(1)}% in ${seconds.toFixed(1)} s${stop}`;
}

/** Why a run was broken off, and what it has behind it. */
export function describeBreak(message: string, { settings, checkpoint }: SavedRun): string {
  const { epochsDone, position } = checkpoint;
  const digits = position > 0 ? ` and ${formatCount(position)} digits` : "";
  return `The training broke off: ${message}. Its last checkpoint has ${epochsDone} of ` +
    `${settings.epochs} epochs${digits} behind it.`;
}

/** Such as "3 corrections are kept from before."; nothing if there is nothing to say. */
export function describeKept(count: number, damaged: number): string {
  const corrections = count === 1 ? "One correction is" : `${count} corrections are`;
  return [
    count > 0 && `${corrections} kept from before.`,
    damaged > 0 &&
    `${damaged} that the browser kept cannot be read and ${damaged === 1 ? "is" : "are"} left out.`,
  ].filter(Boolean).join(" ");
}

/** Such as "Learned in 0.8 s. Your 3 corrections: 3 misread before, 0 now. 2,000 test digits: 8, 9 now." */
export function describeLesson({ own, test, seconds }: Taught): string {
  const corrections = own.n === 1 ? "Your correction" : `Your ${own.n} corrections`;
  return `Learned in ${
    seconds.toFixed(1)
  } s. ${corrections}: ${own.before} misread before, ${own.after} ` +
    `now. ${formatCount(test.n)} test digits: ${test.before} misread before, ${test.after} now.`;
}
