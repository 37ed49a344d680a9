/**
 * Reference numbers of scikit-learn and statsmodels; make_references.py says how they were made.
 *
 * @module
 */
import assert from "node:assert/strict";
import references from "./predictions.json" with { type: "json" };

export { references };

/** Fails unless two plain values agree: equal structure, numbers within `tolerance`. */
export function assertClose(actual: unknown, expected: unknown, tolerance = 1e-12, at = ""): void {
  if (typeof actual === "number" && typeof expected === "number") {
    const close = Math.abs(actual - expected) <= tolerance;
    assert.ok(close, `${at}: got ${actual}, the reference is ${expected}`);
  } else if (typeof actual === "object" && typeof expected === "object" && actual && expected) {
    assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), at);
    for (const [key, value] of Object.entries(actual)) {
      assertClose(value, (expected as Record<string, unknown>)[key], tolerance, `${at}.${key}`);
    }
  } else {
    assert.equal(actual, expected, at);
  }
}
