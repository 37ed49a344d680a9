/**
 * Where in a picture the ink of its digits is.
 *
 * @module
 */
import { cutOut, uniteBoxes } from "./components.ts";
import { extractInk } from "./ink.ts";
import { type Box, cropPicture, type Picture, shrinkPicture } from "./picture.ts";
import type { Plane } from "./plane.ts";
import { removeRulings } from "./rulings.ts";
import { findPieces, findWholeDigit, type InkPiece, type Segmentation } from "./segment.ts";
import { findSheet, hideDesk, type Sheet } from "./sheet.ts";

/** Ink that is taken for one digit, one sign, or neither. */
export interface LocatedInk extends Pick<InkPiece, "kind" | "sign" | "line" | "spaceBefore"> {
  /** Ink of this piece alone, 0 to 1, cropped to its box. */
  ink: Plane;
  /** Where that box is in the picture, in the picture's pixels. */
  box: Box;
}

/** What is written in a picture, and where. */
export interface Located extends Omit<Segmentation, "pieces"> {
  pieces: LocatedInk[];
}

/** How a picture is looked at. */
interface Look {
  /** Longer side, in pixels, of what is looked at; larger pictures are shrunk to it. */
  workingSide: number;
  /** Which ink counts, and as what. */
  find: (ink: Plane) => Segmentation;
}

const FOR_ONE_DIGIT: Look = {
  workingSide: 256,
  find: (ink) => {
    const digit = findWholeDigit(ink);
    return { pieces: digit ? [digit] : [], omitted: 0, sideways: false };
  },
};
const FOR_SEVERAL: Look = { workingSide: 1200, find: findPieces };

const NOTHING: Located = { pieces: [], omitted: 0, sideways: false };

/** Empty space kept around the ink when looking closer, as a share of its longer side. */
const CLOSE_UP_MARGIN = 0.35;

/** Locates the one digit of a picture: all of its ink but for dust. `undefined` if there is none. */
export function locateDigit(picture: Picture): LocatedInk | undefined {
  return locate(picture, FOR_ONE_DIGIT).pieces[0];
}

/** Locates all that is written in a picture, line by line and from left to right; touching digits as one. */
export function locatePieces(picture: Picture): Located {
  return locate(picture, FOR_SEVERAL);
}

/** Looks at the whole picture and, if it had to be shrunk, again and closer where the ink is. */
function locate(picture: Picture, look: Look): Located {
  const whole = { left: 0, top: 0, width: picture.width, height: picture.height };
  const factor = shrinkFactor(whole, look), small = shrinkPicture(picture, factor);
  const sheet = findSheet(small, factor);
  let found = lookAt(small, { place: whole, factor, look, sheet });
  if (found.pieces.length === 0 && sheet) found = lookAt(small, { place: whole, factor, look });
  if (found.pieces.length === 0) return found;
  const closeUp = addMargin(found.pieces.map(({ box }) => box).reduce(uniteBoxes), picture);
  const closerFactor = shrinkFactor(closeUp, look);
  if (closerFactor === factor) return found;
  const closer = shrinkPicture(cropPicture(picture, closeUp), closerFactor);
  const foundCloser = lookAt(closer, { place: closeUp, factor: closerFactor, look, sheet });
  return foundCloser.pieces.length > 0 ? foundCloser : found;
}

/**
 * Finds what is written in a part of a picture.
 *
 * @param part The part's pixels, shrunk by `factor`.
 * @param view Where the part is in the picture, how it is looked at, and the sheet it lies on.
 */
function lookAt(
  part: Picture,
  view: { place: Box; factor: number; look: Look; sheet?: Sheet },
): Located {
  const { place, factor, look, sheet } = view;
  const ink = extractInk(sheet ? hideDesk(part, sheet, { place, factor }) : part);
  if (!ink) return NOTHING;
  const writing = removeRulings(ink), found = look.find(writing);
  const pieces = found.pieces.map((piece): LocatedInk => ({
    kind: piece.kind,
    sign: piece.sign,
    line: piece.line,
    spaceBefore: piece.spaceBefore,
    ink: cutOut(writing, piece),
    box: scaleBox(piece.box, factor, place),
  }));
  return { ...found, pieces };
}

function shrinkFactor(box: Box, { workingSide }: Look): number {
  return Math.ceil(Math.max(box.width, box.height) / workingSide);
}

/** The box in the picture of a box in a shrunk part of it. */
function scaleBox(box: Box, factor: number, place: Box): Box {
  const left = box.left * factor, top = box.top * factor;
  return {
    left: place.left + left,
    top: place.top + top,
    width: Math.min(box.width * factor, place.width - left),
    height: Math.min(box.height * factor, place.height - top),
  };
}

/** Adds the margin of a close-up on all sides, as far as the picture reaches. */
function addMargin(box: Box, picture: Picture): Box {
  const margin = Math.ceil(CLOSE_UP_MARGIN * Math.max(box.width, box.height));
  const left = Math.max(0, box.left - margin), top = Math.max(0, box.top - margin);
  return {
    left,
    top,
    width: Math.min(picture.width, box.left + box.width + margin) - left,
    height: Math.min(picture.height, box.top + box.height + margin) - top,
  };
}
