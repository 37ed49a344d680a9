/**
 * What the page says of a reading, in words.
 *
 * @module
 */
import { formatLines, UNREAD } from "../../image/format_lines.ts";
import type { ReadDigit, ReadPiece } from "../../reader/read_picture.ts";
import { describeClasses, withArticle } from "./vocabulary.ts";
import type { Reading } from "./reading_session.ts";

/** Probability from which a second class is named beside the first. */
const WORTH_NAMING = 0.1;

/** What lies on the sheet: nothing, ink, or a picture. */
export type SheetKind = "blank" | "ink" | "picture";

/** What the page says something of. */
export type Answer = Pick<Reading, "pieces" | "digits" | "focus">;

/** What is to be known of a piece to write it. */
type NamedPiece =
  & Pick<ReadPiece, "line" | "spaceBefore">
  & (
    | ({ kind: "digit" } & Pick<ReadDigit, "digit" | "verdict">)
    | Pick<Extract<ReadPiece, { kind: "sign" }>, "kind" | "sign">
    | { kind: "unknown" }
  );

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
  { pieces, digits, focus }: Answer,
  classes: readonly string[],
): Words {
  const unread = pieces.filter(({ kind }) => kind === "unknown").length;
  const total = digits.length + unread;
  if (digits.length === 0) return describeForeign(classes);
  const chosen = describeDigit(digits[focus], classes);
  if (total === 1) return chosen;
  const doubts = unread + digits.filter(({ verdict }) => verdict !== "sure").length;
  const verdict = doubts > 0
    ? `${doubts} of ${total} not sure.`
    : total === 2
    ? "Both sure."
    : `All ${total} sure.`;
  if (digits.length === 1) return { verdict, reason: "" };
  const isSure = digits[focus].verdict === "sure";
  const about = isSure
    ? `${withArticle(classes[digits[focus].digit])}, ${lowerFirst(chosen.verdict)}`
    : lowerFirst(chosen.reason);
  return { verdict, reason: `The ${formatOrdinal(focus + 1)}: ${about}` };
}

function describeForeign(classes: readonly string[]): Words {
  const { noun, all } = describeClasses(classes);
  return { verdict: `No ${noun}.`, reason: `It does not look like any of ${all}.` };
}

/** What is said of one digit. */
export function describeDigit(
  { digit, probabilities, verdict }: Pick<ReadDigit, "digit" | "probabilities" | "verdict">,
  classes: readonly string[],
): Words {
  if (verdict === "foreign") return describeForeign(classes);
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

/** How a piece is written: a digit by its class, a sign, or `?` for what is neither. */
export function namePiece(piece: NamedPiece, classes: readonly string[]): string {
  if (piece.kind === "sign") return piece.sign;
  return piece.kind === "unknown" || piece.verdict === "foreign" ? UNREAD : classes[piece.digit];
}

/** All that was found line by line, as `predict --multi` prints it. */
export function spellLines(pieces: readonly NamedPiece[], classes: readonly string[]): string[] {
  const digits = pieces.filter(({ kind }) => kind === "digit");
  return formatLines(pieces, digits.map((digit) => namePiece(digit, classes)));
}

/** The whole reading in one or two sentences, for a screen reader. */
export function speakReading(answer: Answer, classes: readonly string[]): string {
  const { pieces, digits, focus } = answer;
  const { verdict, reason } = describeReading(answer, classes);
  if (pieces.length > 1) {
    const subject = describeClasses(classes).noun === "digit" ? "The number" : "It";
    const isDoubtful = digits.some((each) => each.verdict !== "sure");
    return `${subject} reads ${spellLines(pieces, classes).join(", ")}. ${verdict}`
      .concat(isDoubtful && reason ? ` ${reason}` : "");
  }
  const isForeign = (digits[focus]?.verdict ?? "foreign") === "foreign";
  const name = isForeign ? "" : `${classes[digits[focus].digit]}. `;
  return `${name}${verdict} ${reason}`.trim();
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
