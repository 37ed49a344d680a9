/**
 * One picture read with one model, for as long as neither changes, and a look at the layers of one of its
 * digits.
 *
 * @module
 */
import type { StageActivations } from "../../engine/compiled_classifier.ts";
import type { Picture } from "../../image/picture.ts";
import type { ReadDigit, Reading as PictureReading } from "../../reader/read_picture.ts";
import type { Reader } from "../../reader/reader.ts";

/** All that the page shows of a picture. */
export interface Reading extends PictureReading {
  /** Index of the digit that `stages` shows; -1 if there is none. */
  focus: number;
  /** What the layers made of it. */
  stages: StageActivations[];
}

/** A place in a picture, in its pixels. */
export interface Place {
  x: number;
  y: number;
}

/** Reads one picture with one model at a time. */
export interface ReadingSession {
  /** Reads a new picture from now on. */
  usePicture(picture: Picture): void;
  /** Reads with another model from now on. */
  useReader(reader: Reader): void;
  /**
   * Reads the picture; nothing is found as long as there is none.
   *
   * @param near The digit nearest to this place is the one whose layers are shown; the first by default.
   * @throws {Error} If there is no model yet.
   */
  read(near?: Place): Promise<Reading>;
}

const NOTHING: PictureReading = {
  ...{ pieces: [], digits: [], lines: [], text: "", count: 0, omitted: 0, sideways: false },
};

/** Starts with no picture and no model. */
export function createReadingSession(): ReadingSession {
  let picture: Picture | undefined, reader: Reader | undefined, reading: PictureReading | undefined;
  return {
    usePicture(next) {
      picture = next;
      reading = undefined;
    },
    useReader(next) {
      reader = next;
      reading = undefined;
    },
    async read(near) {
      if (!reader) throw new Error("no model was given to the reader");
      reading ??= picture ? await reader(picture) : NOTHING;
      const { digits } = reading;
      const focus = near ? findNearest(digits, near) : Math.min(0, digits.length - 1);
      const stages = focus < 0 ? [] : reader.inspect(digits[focus].pixels);
      return { ...reading, focus, stages };
    },
  };
}

/** The digit whose box is nearest to a place; -1 if there is none. */
export function findNearest(digits: readonly Pick<ReadDigit, "box">[], { x, y }: Place): number {
  const distances = digits.map(({ box: { left, top, width, height } }) => {
    const dx = Math.max(left - x, 0, x - left - width), dy = Math.max(top - y, 0, y - top - height);
    // Among boxes that hold the place, the one whose middle is nearest.
    const inner = Math.hypot(x - left - width / 2, y - top - height / 2);
    return Math.hypot(dx, dy) + inner / 1e3;
  });
  return distances.indexOf(Math.min(...distances));
}
