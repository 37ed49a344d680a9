/**
 * Where data is looked for and kept unless another folder is named.
 *
 * @module
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's `data/` in a checkout; where this is an installed package, `data/` in the working directory. */
export function defaultDataDir(): string {
  const own = import.meta.url;
  const isCheckout = own.startsWith("file:") && !own.includes("/node_modules/");
  return isCheckout ? fileURLToPath(new URL("../../data", own)) : resolve("data");
}
