/**
 * The Worker in which the page explains an answer; it starts when somebody looks for an explanation.
 *
 * @module
 */
import {
  type CompiledClassifier,
  createCompiledClassifier,
  type NamedWeights,
} from "../../engine/compiled_classifier.ts";
import { compileKernelModule } from "../../kernels/module.ts";
import type { Network } from "../../model/network.ts";
import { unpackWeights } from "../../reader/published_model.ts";
import { type DigitFeatures, findNearest, lookAtDigits } from "../explainer/nearest.ts";
import { checkExplainRequest } from "../explainer/message_checks.ts";
import type { ExplainReply, ExplainRequest } from "../explainer/messages.ts";
import { occlude } from "../explainer/occlusion.ts";
import { takeWalk } from "../explainer/walk.ts";
import type { ModelParts } from "../site/describe_model.ts";
import { DigitStore } from "../trainer/digit_store.ts";
import { loadDigitFile } from "./digit_loader.ts";
import { loadParts } from "./model_parts.ts";

/** Training digits that are compared, all in one file, and how many of them are shown. */
const COMPARED = 10_000, SHOWN = 8;

/** The little of a Worker's global scope that is used here. */
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<unknown>) => void;
  postMessage(reply: ExplainReply): void;
};

interface Explained {
  network: Network;
  weights: NamedWeights;
  classifier: CompiledClassifier;
  features?: DigitFeatures;
}

const digits = new DigitStore(loadDigitFile, () => {});
let current: Explained | undefined;
/** One after the other: a model is loaded once. */
let work: Promise<void> = Promise.resolve();

scope.onmessage = ({ data }) => {
  work = work.then(() => carryOut(data)).then((reply) => scope.postMessage(reply));
};

async function carryOut(message: unknown): Promise<ExplainReply> {
  let request: ExplainRequest["type"] = "explain";
  try {
    const checked = checkExplainRequest(message);
    request = checked.type;
    return await answer(checked);
  } catch (error) {
    return { type: "failed", request, message: (error as Error).message };
  }
}

async function answer({ type, model, pixels }: ExplainRequest): Promise<ExplainReply> {
  if (model !== undefined) {
    current = undefined;
    current = await open(model);
  }
  if (!current) throw new Error("The model could not be loaded.");
  const explained = current;
  const { network, classifier } = explained;
  if (type === "explain") {
    const occlusion = occlude(classifier, pixels);
    return {
      type: "explained",
      occlusion,
      walk: takeWalk(explained, pixels, classifier.inspect(pixels)),
    };
  }
  explained.features ??= lookAtDigits(
    classifier,
    network,
    (await digits.loadTraining(COMPARED)).train,
  );
  const { features } = explained;
  return {
    type: "nearest",
    digits: findNearest(classifier, network, { pixels, features, count: SHOWN }),
  };
}

async function open(model: string | ModelParts): Promise<Explained> {
  const { description, binary } = typeof model === "string" ? await loadParts(model) : model;
  const { network } = description, weights = unpackWeights(description, binary.buffer);
  const module = await compileKernelModule(false);
  return {
    network,
    weights,
    classifier: createCompiledClassifier(network, weights, module),
  };
}
