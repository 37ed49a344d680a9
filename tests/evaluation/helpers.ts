import type { Prediction } from "../../lib/evaluation/predictions.ts";

/** A prediction with only the fields that a test cares for set. */
export function predict(fields: Partial<Prediction>): Prediction {
  return {
    index: 0,
    label: 0,
    predicted: 0,
    confidence: 1,
    labelProbability: 1,
    runnerUp: 1,
    margin: 1,
    ...fields,
  };
}

/** Ten probabilities: those given by class, and the rest of the mass on `rest`. */
export function distribute(given: Record<number, number>, rest: number): number[] {
  const row = Array.from({ length: 10 }, (_, label) => given[label] ?? 0);
  row[rest] += 1 - row.reduce((a, b) => a + b);
  return row;
}
