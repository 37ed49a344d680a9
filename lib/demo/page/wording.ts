/**
 * What the page says of a reading, in words.
 *
 * @module
 */
import type { ReadDigit } from "../../reader/reader.ts";
import { describeClasses, spellNames, withArticle } from "./vocabulary.ts";
import type { Reading } from "./reading_session.ts";

/** Probability from which a second class is named beside the first. */
const WORTH_NAMING = 0.1;

/** What lies on the sheet: nothing, ink, or a picture. */
export type SheetKind = "blank" | "ink" | "picture";

/** A short verdict, and the reason in a few more words. */
export interface Words {
  verdict: string;
  reason: string;
}

/** Said of a picture that takes its time. */
export const READING = "Reading the picture…";

/** Such as "99.3%"; never a full 100%, which no network can promise. */
export function formatShare(probability: number): string {
  const percent = 100 * probability;
  if (percent > 99.9) return ">99.9%";
  return percent < 0.05 ? "0%" : `${percent.toFixed(1)}%`;
}

/** What is said of a sheet on which nothing is found. */
export function describeNothing(kind: SheetKind, classes: readonly string[]): Words {
  const { noun } = describeClasses(classes);
  const reason = {
    blank: "Nothing to read yet.",
    ink: `No ${noun} found on the sheet.`,
    picture: `No ${noun} found in this picture.`,
  }[kind];
  return { verdict: "", reason };
}

/** What is said of a whole reading: of one digit all, of several how many are in doubt. */
export function describeReading(
  { digits, focus }: Pick<Reading, "digits" | "focus">,
  classes: readonly string[],
): Words {
  const chosen = describeDigit(digits[focus], classes);
  if (digits.length === 1) return chosen;
  const doubts = digits.filter(({ verdict }) => verdict !== "sure").length;
  const verdict = doubts > 0
    ? `${doubts} of ${digits.length} not sure.`
    : digits.length === 2
    ? "Both sure."
    : `All ${digits.length} sure.`;
  const isSure = digits[focus].verdict === "sure";
  const about = isSure
    ? `${withArticle(classes[digits[focus].digit])}, ${lowerFirst(chosen.verdict)}`
    : lowerFirst(chosen.reason);
  return { verdict, reason: `The ${formatOrdinal(focus + 1)}: ${about}` };
}

/** What is said of one digit. */
export function describeDigit(
  { digit, probabilities, verdict }: Pick<ReadDigit, "digit" | "probabilities" | "verdict">,
  classes: readonly string[],
): Words {
  const { noun, all } = describeClasses(classes);
  if (verdict === "foreign") {
    return { verdict: `No ${noun}.`, reason: `It does not look like any of ${all}.` };
  }
  const share = formatShare(probabilities[digit]);
  if (verdict === "sure") return { verdict: `${share.replace(">", "Over ")} sure.`, reason: "" };
  const others = Array.from(probabilities.keys())
    .filter((other) => other !== digit && probabilities[other] >= WORTH_NAMING)
    .sort((a, b) => probabilities[b] - probabilities[a]);
  const reason = others.length === 0
    ? `Most like ${withArticle(classes[digit])}, but an unusual one.`
    : `${[digit, ...others].map((i) => classes[i]).join(" or ")}; ${share} for ${classes[digit]}.`;
  return { verdict: "Not sure.", reason };
}

/** How a digit is written: its class, or a dash if it is none. */
export function nameDigit(
  { digit, verdict }: Pick<ReadDigit, "digit" | "verdict">,
  classes: readonly string[],
): string {
  return verdict === "foreign" ? "–" : classes[digit];
}

/** The digits line by line; what is no digit is a dash. */
export function spellLines(
  digits: readonly Pick<ReadDigit, "digit" | "line" | "verdict">[],
  classes: readonly string[],
): string[] {
  const lines: string[][] = [];
  for (const each of digits) (lines[each.line] ??= []).push(nameDigit(each, classes));
  return lines.filter((line) => line !== undefined).map(spellNames);
}

/** The whole reading in one or two sentences, for a screen reader. */
export function speakReading(
  { digits, focus }: Pick<Reading, "digits" | "focus">,
  classes: readonly string[],
): string {
  const { verdict, reason } = describeReading({ digits, focus }, classes);
  if (digits.length > 1) {
    const subject = describeClasses(classes).noun === "digit" ? "The number" : "It";
    const doubts = digits.filter((each) => each.verdict !== "sure").length;
    return `${subject} reads ${spellLines(digits, classes).join(", ")}. ${verdict}`
      .concat(doubts > 0 ? ` ${reason}` : "");
  }
  const isForeign = digits[focus].verdict === "foreign";
  const answer = isForeign ? "" : `${classes[digits[focus].digit]}. `;
  return `${answer}${verdict} ${reason}`.trim();
}

/** A sentence as it goes on after a colon; names of classes stay as they are. */
function lowerFirst(text: string): string {
  return text.replace(/^(It|Most|Over)\b/, (word) => word.toLowerCase());
}

/** Such as "1st", "22nd", "113th". */
function formatOrdinal(n: number): string {
  const suffix = { one: "st", two: "nd", few: "rd" } as Record<string, string>;
  return `${n}${suffix[ORDINALS.select(n)] ?? "th"}`;
}

const ORDINALS = new Intl.PluralRules("en", { type: "ordinal" });
