/**
 * A report as `evaluate --json` prints it: a contract with scripts, whose keys never change or vanish.
 *
 * @module
 */
import type { ClassMetrics } from "../evaluation/class_metrics.ts";
import type { Report } from "../evaluation/report.ts";

/** Metrics of a class under the keys of the contract. */
export interface ClassRecord extends Omit<ClassMetrics, "label"> {
  /** Index of the class; the key dates from when all classes were digits. */
  readonly digit: number;
  /** Name of the class. */
  readonly class: string;
}

/** A report under the keys of the contract. */
export interface ReportRecord extends Omit<Report, "perClass"> {
  readonly perClass: ClassRecord[];
}

/** Puts a report under the keys of the contract. */
export function describeReport({ classes, perClass, confusion, ...metrics }: Report): ReportRecord {
  return {
    ...metrics,
    perClass: perClass.map(({ label, ...scores }) => ({
      digit: label,
      class: classes[label],
      ...scores,
    })),
    confusion,
    classes,
  };
}
