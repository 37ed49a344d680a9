/**
 * The DOM that Observable Plot draws into where there is no browser.
 *
 * @module
 */
import { DOMParser } from "linkedom";

/** The part of a DOM element that figures use. */
export interface SvgElement {
  readonly outerHTML: string;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  querySelectorAll(selector: string): Iterable<SvgElement>;
  remove(): void;
}

/** A document to draw into: a browser's, or the one made here. */
export interface FigureDocument {
  /** The root element. */
  readonly documentElement: unknown;
}

let shared: FigureDocument | undefined;

/** The document that figures use unless one is passed in, made on first use. */
export function defaultDocument(): FigureDocument {
  shared ??= new DOMParser().parseFromString("<html></html>", "text/html") as FigureDocument;
  return shared;
}
