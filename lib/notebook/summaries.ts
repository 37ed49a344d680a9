/**
 * Records as short summaries.
 *
 * @module
 */
import { countErrors } from "../evaluation/confusion.ts";
import type { Report } from "../evaluation/report.ts";
import { networkTitle } from "../model/registry.ts";
import type { RunRecord } from "../model/store.ts";
import type { GradientProbe } from "../tfjs/gradient_probe.ts";
import type { Recipe } from "../training/recipe.ts";
import { keyValueTable, percent, type Table } from "./table.ts";

/** How a saved model was trained. */
export function runSummary(run: RunRecord): Table {
  const { epochs, batchSize, seed } = run.recipe as Recipe;
  const network = run.network as { name: string } | undefined;
  return keyValueTable({
    ...network && { "network": networkTitle(network.name) },
    "made by": run.command,
    "parameters": run.parameters,
    epochs,
    "batch size": batchSize,
    seed,
    "seconds of training": run.wallSeconds,
  });
}

/** Accuracy, its interval and the loss. */
export function accuracySummary(report: Report): Table {
  return keyValueTable({
    "images": report.n,
    "misclassified": countErrors(report.confusion),
    "accuracy": percent(report.accuracy),
    "95% interval": report.accuracyInterval.map((bound) => percent(bound)).join(" to "),
    "cross-entropy (nats)": report.loss,
  });
}

/** The loss at which a gradient was computed, in nats, and the gradient's norm. */
export function gradientSummary({ loss, gradientNorm }: GradientProbe): Table {
  return keyValueTable({ "loss before the step": loss, "norm of the gradient": gradientNorm });
}
