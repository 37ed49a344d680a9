/**
 * Networks set side by side: what error they come to, with how many parameters, in what time.
 *
 * @module
 */
import { wilsonInterval } from "./interval.ts";
import { PUBLISHED_RESULTS } from "./published_results.ts";

/** What came of training a network once. */
export interface NetworkRun {
  /** Name of the network. */
  readonly network: string;
  /** Passes over the training images. */
  readonly epochs: number;
  /** All its parameters. */
  readonly parameters: number;
  /** Time of training and testing, in seconds. */
  readonly seconds: number;
  /** Test images. */
  readonly n: number;
  /** How many of them were misread. */
  readonly errors: number;
}

/** A network of a comparison. */
export interface ComparedNetwork {
  /** What it is called. */
  readonly name: string;
  /** Share of the test images misread; of several runs the mean. */
  readonly errorRate: number;
  /** 95% Wilson interval of that share: what so many test images leave open. */
  readonly interval: readonly [number, number];
  /** All its parameters; of published networks a round number. */
  readonly parameters?: number;
  /** From the shortest to the longest time of training, in seconds. */
  readonly seconds?: readonly [number, number];
  /** How many runs; 0 for a published result. */
  readonly runs: number;
}

/** MNIST's test digits, on which all published rates were measured. */
const TEST_COUNT = 10_000;

/**
 * Sums up the runs of each network, those of other lengths apart, and adds the published results that name their parameters.
 *
 * @param nameOf What a network is called; its own name by default.
 */
export function compareNetworks(
  runs: readonly NetworkRun[],
  nameOf: (network: string) => string = (network) => network,
): ComparedNetwork[] {
  const own = [...Map.groupBy(runs, ({ network }) => network)].flatMap(([network, group]) => {
    const lengths = [...Map.groupBy(group, ({ epochs }) => epochs)], name = nameOf(network);
    return lengths.map(([epochs, same]) =>
      summarizeNetwork(lengths.length === 1 ? name : `${name}, ${epochs} epochs`, same)
    );
  });
  const published = PUBLISHED_RESULTS.filter(({ parameters }) => parameters !== undefined)
    .map(({ method, augmented, source, errorRate, parameters, trainingSeconds }) => ({
      name: `${method} (${source.match(/^\S+/)![0]} ${source.slice(-4)}${
        augmented ? ", distortions" : ""
      })`,
      errorRate,
      interval: wilsonInterval(Math.round(errorRate * TEST_COUNT), TEST_COUNT),
      parameters,
      seconds: trainingSeconds,
      runs: 0,
    }));
  return [...own, ...published];
}

function summarizeNetwork(name: string, runs: readonly NetworkRun[]): ComparedNetwork {
  const [{ parameters, n }] = runs, seconds = runs.map((run) => run.seconds);
  const total = (count: (run: NetworkRun) => number) =>
    runs.reduce((sum, run) => sum + count(run), 0);
  const errorRate = total((run) => run.errors) / total((run) => run.n);
  return {
    name,
    errorRate,
    interval: wilsonInterval(Math.round(errorRate * n), n),
    parameters,
    seconds: [Math.min(...seconds), Math.max(...seconds)],
    runs: runs.length,
  };
}
