/**
 * A notebook to start from: `deno task notebooks --new NAME`.
 *
 * @module
 */
import type { Cell, Notebook } from "./notebook_file.ts";
import { splitLines } from "./notebook_file.ts";

/** Code whose import makes the stop button and failed promises safe; see notebook/mod.ts. */
const FIRST_CELL = `import { loadSource } from "../lib/dataset/load_source.ts";
import { splitSource } from "../lib/dataset/split_source.ts";
import { createPicturePreparer } from "../lib/image/prepare_picture_file.ts";
import { accuracySummary, show } from "../lib/notebook/mod.ts";
import { decodePredictions, summarizePredictions } from "../lib/evaluation/mod.ts";
import { classify } from "../lib/inference/classify.ts";
import { loadModel } from "../lib/model/store.ts";`;

const PARAMETERS = `const data = "mnist"; // a set by name, a folder of pictures by class, a CSV
const modelDir = "../models/lenet5";`;

const READ = `const { model } = await loadModel(modelDir);
const reading = { classes: model.classes, preparePicture: createPicturePreparer() };
const { test } = splitSource(await loadSource(data, reading));
const predictions = decodePredictions(test.labels, await classify(model, test.images));
await show(accuracySummary(summarizePredictions(predictions, model.classes)));`;

/** Makes a short notebook that loads a model and evaluates it, named for its question. */
export function createTemplate(name: string): Notebook {
  return {
    cells: [
      markdown(
        `# ${name}\n\n**Question.** What do you want to know?\n\n**In.** What is read.\n\n` +
          `**Out.** What is shown and written.\n\n**Time.** How long it takes.`,
      ),
      code(FIRST_CELL),
      markdown("`deno task notebooks --param data=FOLDER` gives these values from outside."),
      code(PARAMETERS, { tags: ["parameters"] }),
      code(READ),
    ],
    metadata: {
      kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
      language_info: { file_extension: ".ts", mimetype: "text/x.typescript", name: "typescript" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

function markdown(source: string): Cell {
  return { cell_type: "markdown", id: createId(), metadata: {}, source: splitLines(source) };
}

function code(source: string, metadata: Record<string, unknown> = {}): Cell {
  return {
    cell_type: "code",
    id: createId(),
    metadata,
    source: splitLines(source),
    execution_count: null,
    outputs: [],
  };
}

const createId = () => crypto.randomUUID().slice(0, 8);
