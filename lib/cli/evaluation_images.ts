/**
 * The images that `evaluate` reports on. Where the data has no test set and a model was trained on it, these are
 * the images that `train` held back: on the others the model would be examined in what it learned by heart.
 *
 * @module
 */
import { Option } from "commander";
import { evaluationSet, listSets, type Source, type SourceImages } from "../dataset/source.ts";
import { mergeSets, remapClasses, splitSource } from "../dataset/split_source.ts";
import { type Split, SPLITS } from "../dataset/splits.ts";
import { createCommittee } from "../inference/committee.ts";
import type { RunRecord } from "../model/store.ts";
import { type DataFlags, readData } from "./data_options.ts";
import type { LoadedModels } from "./load_model_for.ts";

/** Which of the data's images: a set of it, or all that it has. */
export type EvaluatedSplit = Split | "all";

/** The flags that say which images. */
export interface EvaluatedFlags extends DataFlags {
  split?: EvaluatedSplit;
}

/** What is reported on. */
export interface EvaluatedImages {
  readonly source: Source;
  /** Which of the source's sets these are. */
  readonly split: EvaluatedSplit;
  /** With labels that are the first model's classes. */
  readonly images: SourceImages;
}

/** `--split`, for a command. */
export function splitOption(): Option {
  return new Option(
    "--split <name>",
    "which of the data's images (default: test, or all where there is no such set and no model saw them)",
  ).choices([...SPLITS, "all"]);
}

/**
 * Reads the images to report on.
 *
 * @param models What is evaluated on them; the first one's classes count.
 * @throws {InputError} If there are no such images, or they are of classes that the model does not know.
 */
export async function readEvaluatedImages(
  flags: EvaluatedFlags,
  models: readonly [LoadedModels, ...LoadedModels[]],
): Promise<EvaluatedImages> {
  const { data, split } = flags, [first] = models;
  const source = await readData("evaluate", flags, {
    splits: split === "all" ? SPLITS : [split ?? "test"],
    classify: await createCommittee(first.models),
  });
  const chosen = chooseSet(source, split, models.flatMap(({ runs }) => runs));
  return { source, ...chosen, images: remapClasses(chosen.images, first.classes, data) };
}

function chooseSet(
  source: Source,
  split: EvaluatedSplit | undefined,
  runs: readonly RunRecord[],
): Omit<EvaluatedImages, "source"> {
  if (split === "all") return { split, images: takeAll(source) };
  if (split ? source[split] : source.test) {
    return { split: split ?? "test", images: evaluationSet(source, split) };
  }
  const data = runs.map((run) => (run.data ?? {}) as { name?: unknown; sha256?: unknown });
  if (data.some(({ sha256 }) => sha256 === source.contentSha256)) {
    const images = splitSource(source)[split ?? "test"];
    if (!split) tellHeldBack(source, images);
    return { split: split ?? "test", images };
  }
  const images = evaluationSet(source, split);
  if (data.some(({ name }) => typeof name === "string" && stemOf(name) === stemOf(source.name))) {
    console.error(
      `evaluate: ${source.name}: a model was trained on data of this name, but not on just these images; ` +
        "it may have seen some of them",
    );
  }
  return { split: source.all ? "all" : "validation", images };
}

function takeAll(source: Source): SourceImages {
  const [first, ...others] = listSets(source)
    .flatMap(({ set }) => "labels" in set ? [set] : []);
  return first ? mergeSets(first, ...others) : evaluationSet(source);
}

function tellHeldBack({ name }: Source, { count }: SourceImages): void {
  console.error(
    `evaluate: ${name}: trained on it; these are the ${
      count.toLocaleString("en-US")
    } images that ` +
      "were held back (--split all: all of them)",
  );
}

/** The last part of a path. */
const stemOf = (name: string) => name.split(/[/\\]/).findLast((part) => part !== "");
