/**
 * Digits that touch, cut apart where a recogniser reads the parts best (heuristic over-segmentation,
 * LeCun et al. 1998, §V).
 *
 * @module
 */
import type { Classifier } from "../classifier.ts";
import { IMAGE_PIXELS } from "../dataset/labeled_images.ts";
import { cutOut, findComponents, uniteComponents } from "./components.ts";
import { type Cut, findCuts, scaleCut } from "./cuts.ts";
import { normalizeDigit } from "./normalize.ts";
import type { Box } from "./picture.ts";
import { createPlane, type Plane, resamplePlane } from "./plane.ts";
import { measureStrokeWidth } from "./stroke.ts";

/** Ink between two cuts, which may be one digit. */
interface Piece {
  /** Which cuts it lies between. */
  from: number;
  to: number;
  /** The piece's ink, cropped to its box. */
  ink: Plane;
  /** Where that box lies in the ink that was cut. */
  box: Box;
}

/** Ink that is wider than this share of its height may be several digits. */
const SINGLE_ASPECT = 0.8;

/** Ink wider than this many times its height is a line, or more digits than anyone joins. */
const MAX_ASPECT = 10;

/** A stroke wider than this share of the ink's height is a bar, not the outline of digits. */
const BAR_SHARE = 0.35;

/** Widths of a piece, and its least height, as shares of the whole height, to be taken for a digit. */
const PIECE_LIMITS = { minWidth: 0.12, maxWidth: 1.3, minHeight: 0.45 };

/** Height, in pixels, at which cuts are tried; the one that is best is then made in full. */
const TRIAL_HEIGHT = 80;

/** Ink from this width for its height on is judged by what its pieces and the whole cost. */
const PLURAL_ASPECT = 1.7;

/**
 * What tells narrower ink from a wide digit, on pen digits and pairs of them that touch: where the whole is
 * read this surely, it is cut only if it is wide, every piece is read surely, and the cut goes through no
 * more than about one stroke; where it is not, one of the latter two and some width do.
 */
const SURE = { whole: 0.99, piece: 0.9, aspect: 1.2, doubtfulAspect: 1.1, crossing: 1.2 };

/** Weights of a cut, of each stroke it goes through, and of a width above its height, in nats. */
const COSTS = { cut: 0.3, crossing: 1, width: 8 };

/**
 * Cuts ink that is wide enough for several digits into those that the recogniser is surest of.
 *
 * @param ink A connected piece of ink, cropped to its box.
 * @returns The digits' ink from left to right with their boxes in the whole; the whole itself if it
 *   is one digit.
 */
export async function splitTouching(
  ink: Plane,
  classify: Classifier,
): Promise<Pick<Piece, "ink" | "box">[]> {
  const whole = { ink, box: { left: 0, top: 0, width: ink.width, height: ink.height } };
  const aspect = ink.width / ink.height;
  if (aspect <= SINGLE_ASPECT || aspect > MAX_ASPECT) return [whole];
  const trial = reduceHeight(ink);
  const strokeWidth = Math.max(1, measureStrokeWidth(trial));
  if (strokeWidth > BAR_SHARE * trial.height) return [whole];
  const [confidence] = await rateConfidences([trial], strokeWidth, classify);
  if (confidence >= SURE.whole && aspect <= SURE.aspect) return [whole];
  const cuts = findCuts(trial);
  const chosen = await choosePieces(trial, cuts, { strokeWidth, confidence, classify });
  if (!chosen) return [whole];
  const fullCuts = cuts.map((cut) => scaleCut(cut, trial, ink));
  return chosen.map(({ from, to }) => cutPiece(ink, fullCuts[from], fullCuts[to]));
}

/** Shrinks ink to the height at which cuts are tried. */
function reduceHeight(ink: Plane): Plane {
  if (ink.height <= TRIAL_HEIGHT) return ink;
  const width = Math.round(ink.width * TRIAL_HEIGHT / ink.height);
  const whole = { left: 0, top: 0, width: ink.width, height: ink.height };
  return resamplePlane(ink, whole, { width, height: TRIAL_HEIGHT });
}

/** The pieces, from side to side, that make up the ink better than one digit does. */
async function choosePieces(
  ink: Plane,
  cuts: Cut[],
  { strokeWidth, confidence, classify }: {
    strokeWidth: number;
    confidence: number;
    classify: Classifier;
  },
): Promise<Piece[] | undefined> {
  const pieces = cutPieces(ink, cuts);
  if (pieces.length === 0) return undefined;
  const confidences = await rateConfidences(pieces.map(({ ink }) => ink), strokeWidth, classify);
  const costs = new Map(pieces.map((piece, i) => {
    const { width, height } = piece.box, isLast = piece.to === cuts.length - 1;
    const crossings = cuts[piece.to].ink / strokeWidth;
    const cutCost = isLast ? 0 : COSTS.cut + COSTS.crossing * crossings;
    return [piece, cutCost + costOfDigit(confidences[i], width / height)];
  }));
  const path = chooseBestPath(pieces, costs);
  if (path.at(-1)?.to !== cuts.length - 1) return undefined;
  const aspect = ink.width / ink.height;
  if (aspect >= PLURAL_ASPECT) {
    const cost = path.reduce((sum, piece) => sum + costs.get(piece)!, 0);
    return cost < costOfDigit(confidence, aspect) ? path : undefined;
  }
  const isSure = path.every((piece) => confidences[pieces.indexOf(piece)] >= SURE.piece);
  const isNeck = path.every(({ to }) => cuts[to].ink <= SURE.crossing * strokeWidth);
  const isOne = confidence >= SURE.whole ? !isNeck : !isNeck && aspect <= SURE.doubtfulAspect;
  return isSure && !isOne ? path : undefined;
}

/** What it costs to take a piece for a digit, in nats. */
function costOfDigit(confidence: number, aspect: number): number {
  return COSTS.width * Math.max(0, aspect - 1) - Math.log(confidence + 1e-6);
}

/** Every piece between two cuts whose size is that of a digit, but for the whole. */
function cutPieces(ink: Plane, cuts: Cut[]): Piece[] {
  const pieces: Piece[] = [];
  for (let to = 1; to < cuts.length; to++) {
    for (let from = 0; from < to; from++) {
      if (from === 0 && to === cuts.length - 1) continue;
      const width = (cuts[to].center - cuts[from].center) / ink.height;
      if (width < PIECE_LIMITS.minWidth || width > PIECE_LIMITS.maxWidth) continue;
      const piece = cutPiece(ink, cuts[from], cuts[to]);
      if (piece.box.height < PIECE_LIMITS.minHeight * ink.height) continue;
      pieces.push({ from, to, ...piece });
    }
  }
  return pieces;
}

/** The ink between two cuts, cropped, less the crumbs that the cutting leaves. */
function cutPiece(ink: Plane, left: Cut, right: Cut): Pick<Piece, "ink" | "box"> {
  const first = left.columns.reduce((a, b) => Math.min(a, b));
  const end = right.columns.reduce((a, b) => Math.max(a, b));
  const strip = createPlane(Math.max(1, end - first), ink.height);
  for (let y = 0; y < ink.height; y++) {
    const row = y * ink.width, stop = right.columns[y], start = Math.min(left.columns[y], stop);
    strip.data.set(ink.data.subarray(row + start, row + stop), y * strip.width + start - first);
  }
  const parts = findComponents(strip, 0);
  const heaviest = Math.max(0, ...parts.map(({ mass }) => mass));
  const kept = parts.filter(({ mass }) => mass > 0.1 * heaviest);
  if (kept.length === 0) return { ink: strip, box: { left: first, top: 0, width: 0, height: 0 } };
  const component = uniteComponents(kept);
  const box = { ...component.box, left: component.box.left + first };
  return { ink: cutOut(strip, component), box };
}

/** The probability of each piece's likeliest digit. */
async function rateConfidences(
  pieces: Plane[],
  strokeWidth: number,
  classify: Classifier,
): Promise<number[]> {
  const images = new Uint8Array(pieces.length * IMAGE_PIXELS);
  pieces.forEach((ink, i) => images.set(normalizeDigit(ink, strokeWidth).pixels, i * IMAGE_PIXELS));
  const probabilities = await classify(images);
  const classes = probabilities.length / pieces.length;
  return pieces.map((_, i) => Math.max(...probabilities.subarray(i * classes, (i + 1) * classes)));
}

/** The pieces that lead from the left side to the right at the least cost (dynamic programming). */
function chooseBestPath(pieces: Piece[], costs: Map<Piece, number>): Piece[] {
  const best = new Map([[0, { cost: 0, path: [] as Piece[] }]]);
  for (const piece of pieces) {
    const before = best.get(piece.from);
    if (!before) continue;
    const cost = before.cost + costs.get(piece)!;
    if (cost >= (best.get(piece.to)?.cost ?? Infinity)) continue;
    best.set(piece.to, { cost, path: [...before.path, piece] });
  }
  return best.get(Math.max(...best.keys()))!.path;
}
