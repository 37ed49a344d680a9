/**
 * A cell's messages, gathered into the outputs that a notebook stores.
 *
 * @module
 */
import { type MimeBundle, type Output, splitLines } from "./notebook_file.ts";
import type { Message } from "./wire.ts";

type Display = Extract<Output, { output_type: "display_data" }>;

/** Gathers outputs cell by cell; a display is updated wherever it stands. */
export class OutputCollector {
  readonly #displays = new Map<string, Display[]>();
  #outputs: Output[] = [];

  /** Starts a new cell, whose outputs go into `outputs`. */
  startCell(outputs: Output[]): void {
    this.#outputs = outputs;
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
    }
  }

  /** Joins what is printed in a row into one output. */
  #addStream(name: string, text: string): void {
    const last = this.#outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) {
      last.text = splitLines([last.text].flat().join("") + text);
    } else this.#outputs.push({ output_type: "stream", name, text: splitLines(text) });
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

/** Text is stored line by line, base64 in one piece. */
function storeBundle(data: MimeBundle): MimeBundle {
  return Object.fromEntries(
    Object.entries(data).map(([type, value]) => [
      type,
      type.startsWith("text/") && typeof value === "string" ? splitLines(value) : value,
    ]),
  );
}
