/**
 * What the page says of a reading, in words.
 *
 * @module
 */
import type { ReadDigit } from "../../reader/reader.ts";
import type { Reading } from "./reading_session.ts";

/** Probability from which a second digit is named beside the first. */
const WORTH_NAMING = 0.1;

/** Said of a sheet on which no digit is found. */
export const NOTHING = "Nothing to read yet.";

/** Such as "99.3%"; never a full 100%, which no network can promise. */
export function formatShare(probability: number): string {
  const percent = 100 * probability;
  if (percent > 99.9) return ">99.9%";
  return percent < 0.05 ? "0%" : `${percent.toFixed(1)}%`;
}

/** What is said of one digit: a short verdict, and the reason in a few more words. */
export function describeDigit(
  { digit, probabilities, verdict }: Pick<ReadDigit, "digit" | "probabilities" | "verdict">,
): { verdict: string; reason: string } {
  if (verdict === "foreign") {
    return { verdict: "No digit.", reason: "It does not look like any of the ten." };
  }
  const share = formatShare(probabilities[digit]);
  if (verdict === "sure") return { verdict: `${share.replace(">", "Over ")} sure.`, reason: "" };
  const others = Array.from(probabilities.keys())
    .filter((other) => other !== digit && probabilities[other] >= WORTH_NAMING)
    .sort((a, b) => probabilities[b] - probabilities[a]);
  if (others.length === 0) {
    return { verdict: "Not sure.", reason: `Most like a ${digit}, but an unusual one.` };
  }
  return {
    verdict: "Not sure.",
    reason: `${[digit, ...others].join(" or ")}; ${share} for ${digit}.`,
  };
}

/** The digits line by line; what is no digit is a dash. */
export function spellLines(digits: readonly Pick<ReadDigit, "digit" | "line" | "verdict">[]) {
  const lines: string[] = [];
  for (const { digit, line, verdict } of digits) {
    lines[line] = (lines[line] ?? "") + (verdict === "foreign" ? "–" : digit);
  }
  return lines.filter((line) => line !== undefined);
}

/** The whole reading in one or two sentences, for a screen reader. */
export function speakReading({ digits, focus }: Pick<Reading, "digits" | "focus">): string {
  if (digits.length === 0) return NOTHING;
  const { verdict, reason } = describeDigit(digits[focus]);
  if (digits.length > 1) {
    const unsure = digits.filter((each) => each.verdict !== "sure").length;
    const doubt = unsure > 0 ? ` ${unsure} of ${digits.length} are not certain.` : "";
    return `The number reads ${spellLines(digits).join(", ")}.${doubt}`;
  }
  const answer = digits[focus].verdict === "foreign" ? "" : `${digits[focus].digit}. `;
  return `${answer}${verdict} ${reason}`.trim();
}
