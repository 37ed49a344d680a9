/**
 * The gradients of one unit as a table.
 *
 * @module
 */
import type { CheckedGradient } from "../training/one_unit.ts";
import { decimals, type Table, table } from "./table.ts";

/** Each weight's gradient by the chain rule beside the one found by trying. */
export function unitGradientTable(gradients: readonly CheckedGradient[]): Table {
  return table(gradients, {
    columns: {
      name: "input",
      input: "value",
      weight: "weight",
      gradient: "gradient by the chain rule",
      finiteDifference: "by finite differences",
    },
    format: { input: decimals(4), gradient: decimals(8), finiteDifference: decimals(8) },
  });
}
