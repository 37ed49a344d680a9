/**
 * Records as tables that read well in light and dark themes: all colours are left to the viewer.
 *
 * @module
 */
import { pad, widthOf } from "../columns.ts";
import { escapeXml } from "../plots/figure.ts";

/** A finished table, in both formats that a cell shows. */
export interface Table {
  /** The table's markup. */
  readonly html: string;
  /** The same in aligned columns. */
  readonly text: string;
}

/** Options of a table. */
export interface TableOptions {
  /** A line above the table. */
  title?: string;
  /** Columns by key, in this order, with their headings; by default all keys of the first row. */
  columns?: Readonly<Record<string, string>>;
  /** How the numbers of some columns are written, by key. */
  format?: Readonly<Record<string, (value: number) => string>>;
}

/** A share as a percentage: `percent(0.1234)` is "12.34%". */
export function percent(share: number, decimals = 2): string {
  return `${(100 * share).toFixed(decimals)}%`;
}

/** Makes a table of records, one per row; numbers are aligned to the right. */
export function table(rows: readonly object[], options: TableOptions = {}): Table {
  const records = rows as readonly Readonly<Record<string, unknown>>[];
  const keys = Object.keys(options.columns ?? records[0] ?? {});
  return layOut({
    title: options.title,
    headings: keys.map((key) => options.columns?.[key] ?? key),
    cells: records.map((record) =>
      keys.map((key) => writeValue(record[key], options.format?.[key]))
    ),
    numeric: keys.map((key) => records.every((record) => typeof record[key] === "number")),
  });
}

/** Makes a table of names and values, one pair per row. */
export function keyValueTable(values: Readonly<Record<string, unknown>>, title?: string): Table {
  const cells = Object.entries(values).map(([name, value]) => [name, writeValue(value)]);
  return layOut({ title, headings: ["", ""], cells, numeric: [false, false] });
}

/** A format with a fixed number of decimals: `decimals(2)(0.1)` is "0.10". */
export function decimals(count: number): (value: number) => string {
  return (value) => value.toFixed(count);
}

/**
 * Whole numbers with separators of thousands, others with four significant digits, arrays (such as
 * shapes) with × between their entries, anything else unchanged.
 */
function writeValue(value: unknown, format?: (value: number) => string): string {
  if (Array.isArray(value)) return value.join("×");
  if (typeof value !== "number") return String(value ?? "");
  if (format) return format(value);
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  return String(Number(value.toPrecision(4)));
}

interface Layout {
  title?: string;
  headings: readonly string[];
  cells: readonly (readonly string[])[];
  /** Which columns are aligned to the right. */
  numeric: readonly boolean[];
}

function layOut(layout: Layout): Table {
  return { html: renderHtml(layout), text: renderText(layout) };
}

function renderHtml({ title, headings, cells, numeric }: Layout): string {
  const row = (tag: "th" | "td", texts: readonly string[]) =>
    `<tr>${
      texts.map((text, i) =>
        `<${tag} style="text-align:${numeric[i] ? "right" : "left"}">${escapeXml(text)}</${tag}>`
      ).join("")
    }</tr>`;
  const head = headings.every((heading) => heading === "")
    ? ""
    : `<thead>${row("th", headings)}</thead>`;
  const body = cells.map((texts) => row("td", texts)).join("\n");
  const caption = title === undefined ? "" : `<b>${escapeXml(title)}</b>\n`;
  return `${caption}<table>${head}<tbody>\n${body}\n</tbody></table>`;
}

function renderText({ title, headings, cells, numeric }: Layout): string {
  const rows = headings.every((heading) => heading === "") ? cells : [headings, ...cells];
  const widths = headings.map((_, i) => Math.max(...rows.map((row) => widthOf(row[i]))));
  const lines = rows.map((row) =>
    row.map((text, i) => pad(text, widths[i], numeric[i] ? "start" : "end"))
      .join("  ").trimEnd()
  );
  return [...(title === undefined ? [] : [title]), ...lines].join("\n");
}
