/**
 * Notebooks made in the tests.
 *
 * @module
 */
import type { Notebook } from "../../lib/jupyter/notebook_file.ts";

/** A notebook of code cells that have not run. */
export function createNotebook(...sources: string[]): Notebook {
  return {
    cells: sources.map((source) => ({
      cell_type: "code",
      metadata: {},
      source,
      execution_count: null,
      outputs: [],
    })),
    metadata: { language_info: { name: "typescript" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
}
