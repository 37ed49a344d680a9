/**
 * What a visitor may choose before a training, and the network and recipe that it makes.
 *
 * @module
 */
import type { Model } from "../../model/model.ts";
import { createNetwork, NETWORKS } from "../../model/registry.ts";
import { fitRecipe } from "../../training/fit_recipe.ts";
import { DEFAULT_RECIPE, type Recipe } from "../../training/recipe.ts";

/** A run's settings; plain JSON. */
export interface Settings {
  /** Key of {@link NETWORK_CHOICES}. */
  network: string;
  batchNorm: boolean;
  dropout: number;
  /** Whether digits are warped and ones are given flags, as `deno task train` does by default. */
  augment: boolean;
  learningRate: number;
  /** The first so many of the training digits. */
  digits: number;
  epochs: number;
  seed: number;
}

/** A network to choose. */
export interface NetworkChoice {
  title: string;
  /** Its name in the registry, and what it is made with. */
  name: string;
  options: Record<string, unknown>;
  /** Whether it can go without batch normalisation. */
  canOmitNorm: boolean;
}

/** The registry's networks, and a wider LeNet-5. */
export const NETWORK_CHOICES: Readonly<Record<string, NetworkChoice>> = Object.fromEntries(
  Object.entries(NETWORKS).flatMap(([name, { title }]): [string, NetworkChoice][] => {
    const choice = { title, name, options: {}, canOmitNorm: name.startsWith("lenet") };
    if (name !== "lenet5") return [[name, choice]];
    const options = { channels: [12, 32] };
    return [[name, choice], ["lenet5-wide", {
      ...choice,
      title: "LeNet-5, twice as wide",
      options,
    }]];
  }),
);

/** What the page begins with: half a minute at most, on any device. */
export const DEFAULT_SETTINGS: Settings = {
  network: "lenet5",
  batchNorm: true,
  dropout: 0.05,
  augment: true,
  learningRate: DEFAULT_RECIPE.peakLearningRate,
  digits: 10_000,
  epochs: 3,
  seed: 0,
};

/** Makes the network with its initial weights. */
export function createChosenModel({ network, batchNorm, dropout, seed }: Settings): Model {
  const { name, options, canOmitNorm } = NETWORK_CHOICES[network];
  return createNetwork(name, { ...options, dropout, seed, ...(canOmitNorm && { batchNorm }) });
}

/** Fewer steps than this do not use up what so few digits can teach. */
const ENOUGH_STEPS = 900;

/**
 * Short runs take smaller batches: 10,000 digits in three epochs give 97.8% of the 10,000 test digits in
 * batches of 128 and 98.4% in batches of 32 (seed 0).
 */
function chooseBatchSize({ digits, epochs }: Settings): number {
  const { batchSize } = fitRecipe(DEFAULT_RECIPE, digits);
  const sizes = [batchSize, batchSize / 2, batchSize / 4].filter((size) => size % 8 === 0);
  return sizes.find((size) => epochs * Math.ceil(digits / size) >= ENOUGH_STEPS) ?? sizes.at(-1)!;
}

/** The recipe of a run: that of `deno task train` with the same settings. */
export function planChosenRecipe(settings: Settings): Recipe {
  const { augment, learningRate, epochs, seed } = settings;
  return {
    ...DEFAULT_RECIPE,
    batchSize: chooseBatchSize(settings),
    peakLearningRate: learningRate,
    augmentation: augment ? DEFAULT_RECIPE.augmentation : null,
    flaggedOnes: augment ? DEFAULT_RECIPE.flaggedOnes : 0,
    ...{ epochs, seed },
  };
}

/** In one line, such as "LeNet-5, 10,000 digits, 3 epochs". */
export function describeSettings(settings: Settings): string {
  const { network, batchNorm, dropout, augment, learningRate, digits, epochs, seed } = settings;
  const { title, canOmitNorm } = NETWORK_CHOICES[network];
  return [
    title,
    `${digits.toLocaleString("en")} digits`,
    `${epochs} ${epochs === 1 ? "epoch" : "epochs"}`,
    `rate ${learningRate}`,
    canOmitNorm && !batchNorm && "no batch norm",
    dropout > 0 && `dropout ${dropout}`,
    augment && "warped digits",
    seed !== 0 && `seed ${seed}`,
  ].filter(Boolean).join(", ");
}
