/**
 * What a browser must have to run the page, and what is said where it lacks it.
 *
 * @module
 */

/** A module whose function counts the bits of a vector: valid only where there is SIMD. */
// deno-fmt-ignore
const SIMD_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10,
  10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11);

/** Browsers that have all of it. */
export const BROWSERS = "Chrome or Edge 123, Firefox 128, Safari 17.5 or later";

/** The part of a window that is looked at. */
export interface Capabilities {
  location: { protocol: string };
  WebAssembly?: { validate(bytes: Uint8Array): boolean };
  CSS?: { supports(property: string, value: string): boolean };
  OffscreenCanvas?: unknown;
  Worker?: unknown;
}

/** Why the page cannot run here, in one or two sentences; `undefined` if it can. */
export function findObstacle(scope: Capabilities): string | undefined {
  if (scope.location.protocol === "file:") {
    return "The page needs a web server, any at all: it does not run from a file.";
  }
  const missing = [
    !scope.WebAssembly && "WebAssembly",
    scope.WebAssembly && !scope.WebAssembly.validate(SIMD_MODULE) && "WebAssembly SIMD",
    !scope.OffscreenCanvas && "OffscreenCanvas",
    !scope.Worker && "Workers",
    !scope.CSS?.supports("color", "light-dark(red, red)") && "CSS's light-dark()",
  ].filter(Boolean);
  return missing.length === 0 ? undefined : tooOld(missing.join(" and "));
}

/** Said of a browser that lacks something. */
export function tooOld(missing: string): string {
  return `This browser cannot run the page: it lacks ${missing}. ${BROWSERS} can.`;
}
