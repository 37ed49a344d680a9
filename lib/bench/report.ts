/**
 * The bench's figures as tables for people.
 *
 * @module
 */
import type { Agreement } from "./check.ts";
import type { EpochFigures } from "./epochs.ts";
import type { KernelFigure } from "./kernels.ts";
import type { PictureFigure } from "./pictures.ts";
import type { Throughput } from "./training.ts";

/** One line of the throughput table. */
export interface ThroughputFigure extends Throughput {
  name: string;
  workers: number;
}

/** Everything that the bench measures; plain JSON. */
export interface BenchFigures {
  machine: { cpu: string; cores: number; deno: string; v8: string; tfjs: string };
  /** Relative differences to tfjs's `cpu` backend. */
  agreement: Agreement;
  /** Of one core, by fused multiply-adds in 128-bit registers; missing without relaxed SIMD. */
  peakGflops?: number;
  kernels: KernelFigure[];
  pictures: PictureFigure[];
  throughput: ThroughputFigure[];
  /** Share of the training throughput that augmentation costs, by the medians. */
  augmentationCost: number;
  memory: EpochFigures["memory"];
}

/** Formats all figures. */
export function formatBench(
  figures: BenchFigures,
  { batchSize, runs }: { batchSize: number; runs: number },
): string {
  const { machine, agreement, throughput, augmentationCost, memory } = figures;
  const { cpu, cores, deno, v8, tfjs } = machine;
  const { loss, gradients } = agreement;
  return [
    `${cpu}, ${cores} cores; Deno ${deno}, V8 ${v8}, tfjs ${tfjs}`,
    `the engine agrees with tfjs's cpu backend: loss to ${loss.toExponential(1)}, ` +
    `gradients to ${gradients.toExponential(1)}\n`,
    formatKernels(figures),
    formatPictures(figures.pictures),
    formatThroughput(throughput, `images/s, batch ${batchSize}, ${runs} runs`),
    `\naugmentation takes ${(100 * augmentationCost).toFixed(1)}% of the training throughput`,
    `memory while training: ${megabytes(memory.peakRssBytes)} MB at most, ` +
    `${megabytes(memory.sharedBytes)} MB of it shared by the Workers`,
  ].join("\n");
}

const megabytes = (bytes: number) => Math.round(bytes / 1e6);

function formatKernels({ kernels, peakGflops }: BenchFigures): string {
  const row = (name: string, cells: string[]) =>
    [name.padEnd(40), ...cells.map((cell) => cell.padStart(9))].join("");
  const rows = kernels.map(({ name, microseconds, gflops }) => {
    const share = gflops && peakGflops ? `${(100 * gflops.best / peakGflops).toFixed(0)}%` : "";
    const speeds = [gflops?.median, gflops?.best].map((speed) => speed?.toFixed(1) ?? "");
    return row(name, [microseconds.median.toFixed(1), ...speeds, share]);
  });
  const peak = row("multiply-adds of registers alone", ["", "", peakGflops?.toFixed(1) ?? "?", ""]);
  const head = row("kernel, eight images, one core", ["µs", "GFLOP/s", "best", "of peak"]);
  return [head, peak, ...rows, ""].join("\n");
}

function formatPictures(pictures: readonly PictureFigure[]): string {
  const row = (name: string, ...cells: string[]) =>
    name.padEnd(46) + cells.map((cell) => cell.padStart(10)).join("");
  return [
    row("pictures, ms each, one core", "median", "best"),
    ...pictures.map(({ name, timing }) =>
      row(name, timing.medianMs.toFixed(1), timing.minMs.toFixed(1))
    ),
    "",
  ].join("\n");
}

function formatThroughput(figures: ThroughputFigure[], title: string): string {
  const row = (name: string, ...cells: string[]) =>
    name.padEnd(36) + cells.map((cell) => cell.padStart(10)).join("");
  const count = (value: number) => Math.round(value).toLocaleString("en-US");
  return [
    row(title, "workers", "median", "best"),
    ...figures.map(({ name, workers, median, best }) =>
      row(name, workers > 0 ? `${workers}` : "", count(median), count(best))
    ),
  ].join("\n");
}
