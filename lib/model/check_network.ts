/**
 * Networks that were read from a file as they are: whether the engine can compute them.
 *
 * @module
 */
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { describe } from "../describe.ts";
import { type Network, pooledSize, type Stage } from "./network.ts";

/** What a stage takes in. */
interface Maps {
  height: number;
  width: number;
  channels: number;
}

const ACTIVATIONS: unknown[] = ["linear", "relu", "tanh", "sigmoid"];

const AT_LEAST_ONE = [
  ...["height", "width", "channels", "kernelHeight", "kernelWidth", "outputs"],
  ...["outHeight", "outWidth", "poolHeight", "poolWidth"],
] as const;

const isText = (value: unknown) => typeof value === "string" && value !== "";

/**
 * Says what is wrong with a network, if anything is: place, what is expected, what is there. It must be one without
 * norms that reads 28×28 images.
 */
export function findNetworkFlaw(network: unknown): string | undefined {
  const { stages, classes } = (network ?? {}) as Partial<Network>;
  if (!Array.isArray(stages) || stages.length === 0) {
    return `stages: a list, got ${describe(stages)}`;
  }
  const names = new Set<string>();
  let maps: Maps = { height: IMAGE_SIZE, width: IMAGE_SIZE, channels: 1 };
  for (const [i, stage] of stages.entries()) {
    const flaw = findStageFlaw((stage ?? {}) as Stage, maps);
    if (flaw) return `stages[${i}].${flaw}`;
    for (const { name } of [stage.kernel, stage.bias!]) {
      if (names.has(name)) return `stages[${i}]: names of its own, got ${name} again`;
      names.add(name);
    }
    maps = { ...pooledSize(stage), channels: stage.outputs };
  }
  const { height, width, channels } = maps;
  if (height * width !== 1 || channels !== classes) {
    return `classes: ${height * width * channels}, got ${describe(classes)}`;
  }
}

function findStageFlaw(stage: Stage, input: Maps): string | undefined {
  const flaw = ({ place, wanted, got }: { place: string; wanted: unknown; got: unknown }) =>
    `${place}: ${wanted}, got ${describe(got)}`;
  for (const place of AT_LEAST_ONE) {
    const got = stage[place];
    if (!Number.isSafeInteger(got) || got < 1) {
      return flaw({ place, wanted: "a whole number above 0", got });
    }
  }
  const { kernelHeight, kernelWidth, outputs, kernel, bias } = stage;
  const isDense = stage.height * stage.width === 1;
  const whole = isDense
    ? { height: 1, width: 1, channels: input.height * input.width * input.channels }
    : input;
  const size = kernelHeight * kernelWidth * stage.channels * outputs;
  const rows = findWindow(stage.height, kernelHeight, stage.padTop);
  const columns = findWindow(stage.width, kernelWidth, stage.padLeft);
  const rules: [place: string, wanted: unknown, got: unknown, isRight?: boolean][] = [
    ["height", whole.height, stage.height],
    ["width", whole.width, stage.width],
    ["channels", whole.channels, stage.channels],
    ["outHeight", rows, stage.outHeight],
    ["outWidth", columns, stage.outWidth],
    ["poolHeight", `at most ${rows}`, stage.poolHeight, stage.poolHeight <= stage.outHeight],
    ["poolWidth", `at most ${columns}`, stage.poolWidth, stage.poolWidth <= stage.outWidth],
    ["kernel.size", size, kernel?.size],
    ["bias.size", outputs, bias?.size],
    ["norm", "none", stage.norm, stage.norm === undefined],
    ["name", "a text", stage.name, isText(stage.name)],
    ["kernel.name", "a text", kernel?.name, isText(kernel?.name)],
    ["bias.name", "a text", bias?.name, isText(bias?.name)],
    [
      "activation",
      ACTIVATIONS.join(", "),
      stage.activation,
      ACTIVATIONS.includes(stage.activation),
    ],
    ["averagePool", "true or false", stage.averagePool, typeof stage.averagePool === "boolean"],
  ];
  const broken = rules.find(([, wanted, got, isRight = wanted === got]) => !isRight);
  if (broken) return flaw({ place: broken[0], wanted: broken[1], got: broken[2] });
}

/** Places of a kernel along a side: without padding, or as many as there are pixels. */
function findWindow(side: number, kernel: number, padding: unknown): number | string {
  if (padding === 0) return side - kernel + 1;
  if (padding === Math.floor((kernel - 1) / 2)) return side;
  return "padding that fits the kernel";
}
