/**
 * What a visitor may choose before a training. Nothing here needs the networks themselves, so that the
 * page stays small until it trains.
 *
 * @module
 */

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
  /** What it has unless told otherwise. */
  batchNorm: boolean;
  dropout: number;
}

const LENET = { options: {}, canOmitNorm: true, batchNorm: true, dropout: 0.05 };
const VGG = { ...LENET, canOmitNorm: false, dropout: 0.2 };

/** The registry's networks, and a wider LeNet-5. */
export const NETWORK_CHOICES: Readonly<Record<string, NetworkChoice>> = {
  "lenet1": { ...LENET, title: "LeNet-1", name: "lenet1", dropout: 0 },
  "lenet4": { ...LENET, title: "LeNet-4", name: "lenet4" },
  "lenet5": { ...LENET, title: "LeNet-5", name: "lenet5" },
  "lenet5-wide": {
    ...{ ...LENET, title: "LeNet-5, twice as wide", name: "lenet5" },
    options: { channels: [12, 32] },
  },
  "lenet5-1998": {
    ...{ ...LENET, title: "LeNet-5 (1998)", name: "lenet5-1998" },
    ...{ batchNorm: false, dropout: 0 },
  },
  "vgg-small": { ...VGG, title: "VGG small", name: "vgg-small" },
  "vgg-large": { ...VGG, title: "VGG large", name: "vgg-large" },
};

/** What the page begins with: half a minute at most, on any device. */
export const DEFAULT_SETTINGS: Settings = {
  network: "lenet5",
  batchNorm: true,
  dropout: 0.05,
  augment: true,
  learningRate: 0.006,
  digits: 10_000,
  epochs: 3,
  seed: 0,
};

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
