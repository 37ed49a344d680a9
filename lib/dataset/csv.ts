/**
 * Images as rows of CSV: 784 pixels, with or without a label, as Kaggle's Digit Recognizer has them.
 *
 * @module
 */
// @ts-types="@types/papaparse"
import Papa from "papaparse";
import { InputError } from "../errors.ts";
import { normalizeClassName } from "./class_names.ts";
import { IMAGE_PIXELS } from "./labeled_images.ts";
import type { Skipped } from "./source.ts";

/** What the column of the labels is called in the files that are about, if it is not the first. */
const LABEL_COLUMN = /^(labels?|class|target|y|digit|letter|character|symbol)$/i;

/** The longest row: 785 quoted numbers of three digits take 5 kB. */
const MAX_ROW_CHARS = 100_000;

/** Papa Parse takes time by the square of a text that is full of quotes. */
const PIECE_CHARS = 65_536;

/** So many rows that hold none, and as many more as there are images, are no table of images. */
const MAX_BARREN_ROWS = 100_000;

/** More images than fit into memory with all that is made of them. */
const MAX_IMAGES = 1_200_000;

/** The images of a CSV file. */
export interface CsvImages {
  /** How many images. */
  readonly count: number;
  /** Ink, `count * 784` bytes. */
  readonly images: Uint8Array;
  /** The label of each image as it is written; none if the file has no labels. */
  readonly labels?: readonly string[];
  /** Which row each image was, from 1; the header does not count, rows that were left out do. */
  readonly rows: readonly number[];
  /** Line of each image in the file, from 1. */
  readonly lines: readonly number[];
  /** Rows that hold no image. */
  readonly skipped: readonly Skipped[];
}

/** Where the columns are. */
interface Columns {
  readonly count: number;
  /** Index of the label; -1 if there is none. */
  readonly label: number;
}

/**
 * Decodes CSV piece by piece, so that a file need not fit into memory as text. Any delimiter and
 * quoting that Papa Parse detects; a header or none; the label first, or in a column of that name.
 */
export class CsvDecoder {
  #name: string;
  #rest = "";
  #delimiter = "";
  #columns: Columns | undefined;
  #line = 0;
  #row = 0;
  #barren = 0;
  #count = 0;
  #images = new Uint8Array(64 * IMAGE_PIXELS);
  #labels: string[] = [];
  #rows: number[] = [];
  #lines: number[] = [];
  #skipped: Skipped[] = [];

  /** @param name Names the file in errors. */
  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Takes the next piece of the text.
   *
   * @throws {InputError} If the first row does not have 784 or 785 columns, too many rows hold no image, or
   *   there are more images than fit into memory.
   */
  push(text: string): void {
    for (let at = 0; at < text.length; at += PIECE_CHARS) {
      this.#take(text.slice(at, at + PIECE_CHARS));
    }
  }

  #take(piece: string): void {
    this.#rest += piece;
    const end = this.#rest.lastIndexOf("\n") + 1;
    if (end > 0) this.#decode(this.#rest.slice(0, end));
    this.#rest = this.#rest.slice(end);
    if (this.#rest.length > MAX_ROW_CHARS) {
      throw new InputError(`${this.#name}: expected rows of 784 pixels, got no end of a row`);
    }
  }

  /**
   * Takes the end of the text for the end of the last row.
   *
   * @throws {InputError} If there was no row at all.
   */
  finish(): CsvImages {
    if (this.#rest !== "") this.#decode(this.#rest);
    if (!this.#columns) throw new InputError(`${this.#name}: expected rows of CSV, got none`);
    const labelled = this.#columns.label >= 0;
    return {
      count: this.#count,
      images: this.#images.subarray(0, this.#count * IMAGE_PIXELS),
      ...labelled && { labels: this.#labels },
      rows: this.#rows,
      lines: this.#lines,
      skipped: this.#skipped,
    };
  }

  #decode(text: string): void {
    const { data, meta } = Papa.parse<string[]>(text, { delimiter: this.#delimiter });
    this.#delimiter ||= meta.delimiter;
    // Papa gives an empty row for what follows the last line break.
    if (text.endsWith("\n")) data.pop();
    for (const fields of data) {
      this.#line++;
      if (fields.length === 1 && fields[0].trim() === "") this.#countBarren();
      else if (this.#columns) this.#addRow(fields, this.#columns);
      else this.#start(fields);
    }
  }

  /** The first row says which columns there are; it is a header, or an image. */
  #start(fields: string[]): void {
    const name = fields.findIndex((field) => LABEL_COLUMN.test(field.trim()));
    const pixels = fields.length - (name >= 0 || fields.length !== IMAGE_PIXELS ? 1 : 0);
    if (pixels !== IMAGE_PIXELS) {
      throw new InputError(
        `${this.#name}: expected ${IMAGE_PIXELS} pixels in a row, with or without a label, got ` +
          `${fields.length} columns`,
      );
    }
    const label = fields.length === IMAGE_PIXELS ? -1 : Math.max(0, name);
    this.#columns = { count: fields.length, label };
    // One bad pixel makes no header: such a row is named as bad, not passed over.
    const values = fields.filter((field, i) => i !== label && readPixel(field) !== undefined);
    const isHeader = name >= 0 || values.length < IMAGE_PIXELS / 2;
    if (!isHeader) this.#addRow(fields, this.#columns);
  }

  #addRow(fields: string[], columns: Columns): void {
    this.#row++;
    const reason = this.#readRow(fields, columns);
    if (reason === undefined) return;
    this.#skipped.push({ file: `${this.#name}:${this.#line}`, reason });
    this.#countBarren();
  }

  #countBarren(): void {
    if (++this.#barren <= MAX_BARREN_ROWS + this.#count) return;
    throw new InputError(
      `${this.#name}: expected rows of ${IMAGE_PIXELS} pixels, got ${this.#barren} that hold none`,
    );
  }

  /** Appends a row's image and label, or says why it cannot. */
  #readRow(fields: string[], { count, label }: Columns): string | undefined {
    if (fields.length !== count) return `expected ${count} columns, got ${fields.length}`;
    const start = this.#count * IMAGE_PIXELS;
    if (this.#count === MAX_IMAGES) {
      throw new InputError(`${this.#name}: expected at most ${MAX_IMAGES} images, got more`);
    }
    this.#reserve(start + IMAGE_PIXELS);
    let at = start;
    for (let i = 0; i < count; i++) {
      if (i === label) continue;
      const value = readPixel(fields[i]);
      if (value === undefined) {
        return `expected whole numbers from 0 to 255, got ${describeField(fields[i])}`;
      }
      this.#images[at++] = value;
    }
    if (label >= 0) {
      const text = normalizeLabel(fields[label]);
      if (text === "") return "expected a label, got a blank one";
      this.#labels.push(text);
    }
    this.#rows.push(this.#row);
    this.#lines.push(this.#line);
    this.#count++;
  }

  #reserve(length: number): void {
    if (length <= this.#images.length) return;
    const larger = new Uint8Array(2 * this.#images.length);
    larger.set(this.#images);
    this.#images = larger;
  }
}

function readPixel(field: string): number | undefined {
  const value = Number(field);
  const valid = value >= 0 && value <= 255 && Number.isInteger(value) && field.trim() !== "";
  return valid ? value : undefined;
}

function describeField(field: string): string {
  return field.trim() === "" ? "a blank one" : field.slice(0, 20);
}

/** pandas writes whole numbers as "7.0" where a column has gaps. */
function normalizeLabel(field: string): string {
  return normalizeClassName(field).replace(/^(\d+)\.0+$/, "$1");
}
