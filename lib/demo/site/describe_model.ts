/**
 * A model as the page takes it. Runs in a browser, too.
 *
 * @module
 */
import { VARIANTS, type VariantShares } from "../../augmentation/variants.ts";
import type { Model } from "../../model/model.ts";
import { readNetwork } from "../../model/read_network.ts";
import type { CalibrationJson } from "../../reader/calibration.ts";
import { packWeights, type PublishedModel } from "../../reader/published_model.ts";

/** The two files of a model. */
export interface ModelParts {
  description: PublishedModel;
  /** See `packWeights`. */
  binary: Uint8Array<ArrayBuffer>;
}

/** What it takes beside the weights to train a published model further: `models/NAME.outline.json`. */
export interface ModelOutline extends Omit<Model, "weights"> {
  /** See {@link readVariants}. */
  variants: VariantShares;
}

/** Outlines a model. */
export function outlineModel(
  { weights: _, ...outline }: Model,
  run: Record<string, unknown>,
): ModelOutline {
  return { ...outline, variants: readVariants(run) };
}

/**
 * Describes a model.
 *
 * @throws {UnsupportedModelError} If the compiled engine cannot run it.
 */
export function describeModel(
  { topology, classes, weights: values }: Model,
  calibration?: CalibrationJson,
): ModelParts {
  const weights = Object.fromEntries(values.map(({ name, values }) => [name, values]));
  const description: PublishedModel = {
    ...{ network: readNetwork(topology), classes },
    weights: values.map(({ name, shape, values }) => ({ name, shape, size: values.length })),
    ...(calibration && { calibration }),
  };
  return { description, binary: packWeights(description, weights) };
}

/** The variants known here that a model was trained on; none if its run says nothing of them. */
export function readVariants({ recipe }: Record<string, unknown>): VariantShares {
  const { variants } = (recipe ?? {}) as { variants?: unknown };
  return Object.fromEntries(
    Object.entries(variants ?? {}).filter(([name, share]) =>
      VARIANTS.some((variant) => variant.name === name) && share > 0 && share <= 1
    ),
  );
}
