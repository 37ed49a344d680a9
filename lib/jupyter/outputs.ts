/**
 * A cell's messages, gathered into the outputs that a notebook stores.
 *
 * @module
 */
import { type MimeBundle, type Output, splitLines } from "./notebook_file.ts";
import type { Message } from "./wire.ts";

type Display = Extract<Output, { output_type: "display_data" }>;

/** The most that a cell may print into a notebook, in characters: more than anyone reads. */
export const MAX_PRINTED = 1_000_000;

/** Gathers outputs cell by cell; a display is updated wherever it stands. */
export class OutputCollector {
  readonly #displays = new Map<string, Display[]>();
  #outputs: Output[] = [];
  #printed = 0;

  /** Starts a new cell, whose outputs go into `outputs`. */
  startCell(outputs: Output[]): void {
    this.#outputs = outputs;
    this.#printed = 0;
  }

  /** Takes in a message; those that are no output are passed over. */
  add({ header, content }: Message): void {
    switch (header.msg_type) {
      case "stream":
        return this.#addStream(content.name, content.text);
      case "display_data":
        return this.#addDisplay(content);
      case "update_display_data":
        return this.#updateDisplay(content);
      case "execute_result":
        this.#outputs.push({
          output_type: "execute_result",
          execution_count: content.execution_count,
          data: storeBundle(content.data),
          metadata: content.metadata,
        });
        return;
      case "error":
        this.#outputs.push({ output_type: "error", ...content });
        return;
      case "clear_output":
        this.#outputs.length = 0;
        this.#printed = 0;
    }
  }

  /** Joins what is printed in a row into one output; what is too much is left out, and that is said. */
  #addStream(name: string, text: string): void {
    const room = MAX_PRINTED - this.#printed;
    if (room < 0) return;
    this.#printed += text.length;
    const kept = text.length <= room
      ? text
      : `${
        text.slice(0, room)
      }\n… the rest is left out: a cell may print ${MAX_PRINTED} characters\n`;
    const last = this.#outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) {
      appendLines(last.text as string[], kept);
    } else this.#outputs.push({ output_type: "stream", name, text: splitLines(kept) });
  }

  #addDisplay({ data, metadata, transient }: DisplayContent): void {
    const display: Display = {
      output_type: "display_data",
      data: storeBundle(data),
      metadata,
    };
    this.#outputs.push(display);
    const id = transient?.display_id;
    if (id) this.#displays.set(id, [...this.#displays.get(id) ?? [], display]);
  }

  #updateDisplay({ data, metadata, transient }: DisplayContent): void {
    for (const display of this.#displays.get(transient?.display_id ?? "") ?? []) {
      Object.assign(display, { data: storeBundle(data), metadata });
    }
  }
}

interface DisplayContent {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient?: { display_id?: string };
}

/** Adds text to lines, the last of which may still be open; takes no longer the more lines there are. */
function appendLines(lines: string[], text: string): void {
  const [first = "", ...rest] = splitLines(text);
  if (lines.length === 0 || lines.at(-1)!.endsWith("\n")) lines.push(first);
  else lines[lines.length - 1] += first;
  for (const line of rest) lines.push(line);
}

/** Text is stored line by line, base64 in one piece. */
function storeBundle(data: MimeBundle): MimeBundle {
  return Object.fromEntries(
    Object.entries(data).map(([type, value]) => [
      type,
      type.startsWith("text/") && typeof value === "string" ? splitLines(value) : value,
    ]),
  );
}
