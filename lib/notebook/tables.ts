/**
 * The project's records as tables, each with the headings and formats that suit it.
 *
 * @module
 */
import type { DisputedVerdict } from "../evaluation/disputed_labels.ts";
import { measureCalibration } from "../evaluation/calibration.ts";
import type { ConfusedPair } from "../evaluation/confusion.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import { meanCrossEntropy, type Report } from "../evaluation/report.ts";
import type { RiskCoveragePoint } from "../evaluation/risk_coverage.ts";
import type { LayerSummary } from "../model/summarize.ts";
import type { VariantRun } from "../training/compare_runs.ts";
import type { GradientProbe } from "../tfjs/gradient_probe.ts";
import { decimals, percent, type Table, table } from "./table.ts";
import type { WatchedRun } from "./watch_training.ts";

/** Layers with output shapes and parameter counts. */
export function layerTable(layers: readonly LayerSummary[]): Table {
  const columns = {
    name: "layer",
    type: "kind",
    outputShape: "output",
    parameters: "parameters",
    trainableParameters: "trainable",
  };
  return table(layers, { columns });
}

const LOSSES = {
  trainLoss: "training loss",
  validationLoss: "validation loss",
  validationAccuracy: "validation accuracy",
};
const LOSS_FORMAT = {
  trainLoss: decimals(4),
  validationLoss: decimals(4),
  validationAccuracy: percent,
};

/** The epochs of a run, losses in nats. */
export function epochTable(history: WatchedRun["history"]): Table {
  return table(history, {
    columns: { epoch: "epoch", ...LOSSES, imagesPerSecond: "images/s", seconds: "seconds" },
    format: { ...LOSS_FORMAT, imagesPerSecond: decimals(0), seconds: decimals(1) },
  });
}

/** Where runs stand after their last epoch, losses in nats. */
export function runTable(runs: readonly VariantRun[]): Table {
  return table(runs.map(({ name, history }) => ({ name, ...history.at(-1) })), {
    title: "After the last epoch",
    columns: { name: "run", ...LOSSES },
    format: LOSS_FORMAT,
  });
}

/** The length of the gradient of each weight. */
export function gradientTable({ parts }: GradientProbe): Table {
  return table(parts, {
    title: "Norm of the gradient, by weights",
    columns: { name: "weights", norm: "norm" },
    format: { norm: decimals(3) },
  });
}

/** How good a model is on several sets of digits, by their names. */
export function accuracyTable(reportsByName: Readonly<Record<string, Report>>): Table {
  return table(Object.entries(reportsByName).map(([name, report]) => ({ name, ...report })), {
    columns: { name: "digits", n: "count", accuracy: "accuracy", f1: "mean F1" },
    format: { accuracy: percent, f1: percent },
  });
}

/** Kinds of misreading. */
export function confusionTable(pairs: readonly ConfusedPair[]): Table {
  return table(pairs, {
    title: "The most frequent confusions",
    columns: { label: "true digit", digit: "read as", count: "times", share: "share" },
    format: { share: percent },
  });
}

/** Precision, recall and F1 of each digit, and their means. */
export function classScoreTable(report: Report): Table {
  const mean = { digit: "mean", ...report, support: report.n };
  return table([...report.perClass, mean], {
    columns: {
      digit: "digit",
      precision: "precision",
      recall: "recall",
      f1: "F1",
      support: "digits",
    },
    format: { precision: percent, recall: percent, f1: percent },
  });
}

/** Calibration of predictions, by their names. */
export function calibrationTable(
  predictionsByName: Readonly<Record<string, readonly Prediction[]>>,
): Table {
  const rows = Object.entries(predictionsByName).map(([name, predictions]) => ({
    name,
    expectedCalibrationError: measureCalibration(predictions).expectedCalibrationError,
    loss: meanCrossEntropy(predictions),
  }));
  return table(rows, {
    columns: {
      name: "probabilities",
      expectedCalibrationError: "expected calibration error",
      loss: "cross-entropy (nats)",
    },
    format: { expectedCalibrationError: percent, loss: decimals(5) },
  });
}

/** What is answered and misread at some confidence thresholds. */
export function thresholdTable(points: readonly RiskCoveragePoint[]): Table {
  return table(points, {
    columns: {
      threshold: "least confidence",
      coverage: "answered",
      errors: "misread among them",
      risk: "share misread",
    },
    format: { threshold: percent, coverage: percent, risk: (share) => percent(share, 3) },
  });
}

/** Disputed labels: what MNIST, the reviewers and the model say. */
export function disputeTable(verdicts: readonly DisputedVerdict[]): Table {
  const rows = verdicts.map(({ votes, ...verdict }) => ({
    ...verdict,
    votes: `${votes.label} : ${votes.suggested} : ${votes.neither}`,
  }));
  return table(rows, {
    columns: {
      index: "index",
      label: "MNIST's label",
      suggested: "suggested",
      votes: "reviewers for label : suggested : neither",
      digit: "digit read",
      confidence: "confidence",
      side: "the model sides with",
    },
    format: { index: String, confidence: percent },
  });
}
