/**
 * How well pictures are read: digits of other hands, pages, signs, and what is no digit.
 *
 * @module
 */
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { distance } from "fastest-levenshtein";
import type { Picture } from "../../lib/image/picture.ts";
import { readPicture } from "../../lib/reader/read_picture.ts";
import type { Recognizer } from "../../lib/reader/recognizer.ts";
import { drawFreehandDigits } from "../image/freehand.ts";
import { drawNumber } from "../image/freehand_numbers.ts";
import { CAPITALS, drawExpression, SIGNS, turn } from "../image/expressions.ts";
import { PAGE_KINDS } from "../image/pages.ts";
import { drawStrangers } from "./figures.ts";

/** What came of pictures of one kind; shares of `n`. */
export interface ReadingFigures {
  kind: string;
  /** Digits, or pictures of what is none. */
  n: number;
  /** Read right, whatever the verdict; undefined of what is no digit. */
  right?: number;
  /** Surely answered, and wrong; of what is no digit any answer that is sure. */
  sureWrong: number;
  /** Said to be no digit. */
  refused: number;
}

/** MNIST's test digits, as they are. */
export async function measureMnist({ classify, classes, judge }: Recognizer) {
  const { images, labels } = await loadSplit("test");
  const table = await classify(images), verdicts = judge(images, table);
  const answers = verdicts.map((verdict, i) => {
    const row = table.subarray(i * classes.length, (i + 1) * classes.length);
    return { verdict, isRight: row.indexOf(Math.max(...row)) === labels[i] };
  });
  return summarize("MNIST's test digits", answers);
}

interface Answer {
  verdict: string;
  isRight: boolean;
}

function summarize(kind: string, answers: Answer[]): ReadingFigures {
  const share = (is: (answer: Answer) => boolean) => answers.filter(is).length / answers.length;
  return {
    kind,
    n: answers.length,
    right: share(({ isRight }) => isRight),
    sureWrong: share(({ isRight, verdict }) => verdict === "sure" && !isRight),
    refused: share(({ verdict }) => verdict === "foreign"),
  };
}

/** Digits in 40 styles and 14 settings, each picture read as one digit. */
export async function measureHands(recognizer: Recognizer, seed: number): Promise<ReadingFigures> {
  const answers: Answer[] = [];
  for (const { digit, picture } of drawFreehandDigits(seed)) {
    const { digits: [read] } = await readPicture(picture, recognizer, { single: true });
    answers.push({ verdict: read?.verdict ?? "foreign", isRight: read?.digit === digit });
  }
  return summarize("freehand digits, one a picture", answers);
}

/** Three lines of five digits, on plain paper and on others. */
export async function measurePages(
  recognizer: Recognizer,
  seeds: number,
): Promise<ReadingFigures[]> {
  const numbers = ["20926", "84350", "17364"];
  const plain = {
    name: "plain paper, photographed",
    draw: (lines: string[], seed: number) =>
      drawNumber(lines, { seed, height: 70, penWidth: 6, gap: 0.15, photo: true }),
  };
  const rows: ReadingFigures[] = [];
  for (const { name, draw } of [plain, ...PAGE_KINDS]) {
    const reads = await Promise.all(
      Array.from(
        { length: seeds },
        (_, seed) => measurePage(draw(numbers, seed), numbers, recognizer),
      ),
    );
    const n = 15 * seeds,
      sum = (pick: (read: typeof reads[number]) => number) =>
        reads.reduce((total, read) => total + pick(read), 0) / n;
    rows.push({
      ...{ kind: `lines on ${name}`, n, right: 1 - sum(({ errors }) => errors) },
      ...{ sureWrong: sum(({ sureWrong }) => sureWrong), refused: sum(({ refused }) => refused) },
    });
  }
  return rows;
}

async function measurePage(picture: Picture, numbers: string[], recognizer: Recognizer) {
  const { digits, lines } = await readPicture(picture, recognizer);
  const read = lines.map((line) => line.map((digit) => digit.class).join("")).join("/");
  const sure = lines.map((line) =>
    line.map(({ verdict, class: name }) => verdict === "sure" ? name : "?").join("")
  ).join("/");
  const wanted = numbers.join("/"), errors = distance(read, wanted);
  // What is not sure counts for the digit that stands there.
  const doubted = [...sure].filter((name) => name === "?").length;
  return {
    errors,
    sureWrong: Math.max(0, distance(sure, wanted) - doubted),
    refused: digits.filter(({ verdict }) => verdict === "foreign").length,
  };
}

/** What is no digit, each picture read as one digit. */
export async function measureStrangers(
  recognizer: Recognizer,
  hands: number,
): Promise<(ReadingFigures & { accepted: string[] })[]> {
  const verdicts = new Map<string, { name: string; verdict: string }[]>();
  for await (const { kind, name, picture } of drawStrangers(hands)) {
    const { digits: [read] } = await readPicture(picture, recognizer, { single: true });
    const list = verdicts.get(kind) ?? [];
    verdicts.set(kind, [...list, { name, verdict: read?.verdict ?? "foreign" }]);
  }
  const rows = [...verdicts, ["all of them", [...verdicts.values()].flat()] as const];
  return rows.map(([kind, list]) => {
    const share = (verdict: string) =>
      list.filter((each) => each.verdict === verdict).length / list.length;
    const accepted = list.filter(({ verdict }) => verdict !== "foreign").map(({ name }) => name);
    return {
      ...{ kind: `no digit: ${kind}`, n: list.length },
      ...{ sureWrong: share("sure"), refused: share("foreign"), accepted },
    };
  });
}

/**
 * Signs and capitals between two numbers. Right is a sign that is kept as itself, a letter that shows as `?`;
 * surely wrong is what stands there as a sure digit, or is dropped.
 */
export async function measureGlyphs(
  recognizer: Recognizer,
  seeds: number,
): Promise<ReadingFigures[]> {
  const kinds = [
    { kind: "signs between digits", glyphs: SIGNS, wanted: (name: string) => name },
    { kind: "capitals between digits", glyphs: CAPITALS, wanted: () => "?" },
  ];
  const rows: ReadingFigures[] = [];
  for (const { kind, glyphs, wanted } of kinds) {
    const answers: Answer[] = [];
    for (const [name, strokes] of glyphs) {
      for (let seed = 0; seed < seeds; seed++) {
        const picture = drawExpression(["24", strokes, "60"], seed);
        const { text, pieces } = await readPicture(picture, recognizer);
        const between = text.replaceAll(" ", "").slice(2, -2), [, , middle] = pieces;
        const isSure = middle?.kind === "digit" && middle.verdict === "sure";
        answers.push({
          isRight: between === wanted(name),
          verdict: pieces.length < 5 || isSure ? "sure" : "unsure",
        });
      }
    }
    rows.push(summarize(kind, answers));
  }
  return rows;
}

/** Lines of digits on their side; right is what is said to be so, or read all the same. */
export async function measureTurned(
  recognizer: Recognizer,
  seeds: number,
): Promise<ReadingFigures> {
  const answers: Answer[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const { sideways, text } = await readPicture(
      turn(drawExpression(["20346"], seed)),
      recognizer,
    );
    answers.push({ isRight: sideways || text === "20346", verdict: sideways ? "unsure" : "sure" });
  }
  return summarize("lines of digits on their side, said to be so", answers);
}
