/**
 * Records as tables, each with headings and formats of its own.
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

/** Metrics of runs after their last epoch, losses in nats. */
export function runTable(runs: readonly VariantRun[]): Table {
  return table(runs.map(({ name, history }) => ({ name, ...history.at(-1) })), {
    title: "After the last epoch",
    columns: { name: "run", ...LOSSES },
    format: LOSS_FORMAT,
  });
}

/** Gradient norm of each weight. */
export function gradientTable({ parts }: GradientProbe): Table {
  return table(parts, {
    title: "Gradient norm, by weights",
    columns: { name: "weights", norm: "norm" },
    format: { norm: decimals(3) },
  });
}

/** Accuracy on several sets of images, by their names. */
export function accuracyTable(reportsByName: Readonly<Record<string, Report>>): Table {
  return table(Object.entries(reportsByName).map(([name, report]) => ({ name, ...report })), {
    columns: { name: "images", n: "count", accuracy: "accuracy", f1: "mean F1" },
    format: { accuracy: percent, f1: percent },
  });
}

/** Confused pairs of classes, by their names. */
export function confusionTable(
  pairs: readonly ConfusedPair[],
  classes: readonly string[],
): Table {
  const rows = pairs.map(({ label, predicted, ...counts }) => ({
    label: classes[label],
    predicted: classes[predicted],
    ...counts,
  }));
  return table(rows, {
    title: "The most frequent confusions",
    columns: { label: "true class", predicted: "predicted", count: "times", share: "share" },
    format: { share: percent },
  });
}

/** Precision, recall and F1 of each class, and their means. */
export function classScoreTable(report: Report): Table {
  const rows = report.perClass.map((scores) => ({ name: report.classes[scores.label], ...scores }));
  const mean = { name: "mean", ...report, support: report.n };
  return table([...rows, mean], {
    columns: {
      name: "class",
      precision: "precision",
      recall: "recall",
      f1: "F1",
      support: "images",
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

/** Coverage and errors at some confidence thresholds. */
export function thresholdTable(points: readonly RiskCoveragePoint[]): Table {
  return table(points, {
    columns: {
      threshold: "confidence from",
      coverage: "answered",
      errors: "misclassified among them",
      risk: "share misclassified",
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
      predicted: "predicted",
      confidence: "confidence",
      side: "the model sides with",
    },
    format: { index: String, confidence: percent },
  });
}
