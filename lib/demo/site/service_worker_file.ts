/**
 * The service worker's file: its script with the list of what it keeps.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Site } from "./site.ts";

/** Where the page looks for it. */
export const SERVICE_WORKER = "service_worker.js";

/** Files that the page itself never asks for. */
const UNUSED = /^(fonts\/licenses\.txt|card\.png)$/;

/** What only a training or an explanation asks for: kept once it has. */
const ASKED_FOR = /^(digits\/|(train|engine|explain)_worker\.js$)/;

/**
 * Tells the service worker which files there are.
 *
 * @param site All other files.
 * @param firstModel The one model that is kept from the start; others are when they are used.
 */
export function describeSite(site: Site, firstModel: string): string {
  const hash = createHash("sha256");
  for (const [path, { body }] of site) hash.update(`${path}\n${body.length}\n`).update(body);
  const kept: string[] = [], later: string[] = [];
  for (const path of site.keys()) {
    // The page itself is kept under its folder's address.
    if (path === "index.html" || UNUSED.test(path)) continue;
    const isLater = ASKED_FOR.test(path) || path.startsWith("models/") &&
        !["json", "bin"].some((extension) => path === `models/${firstModel}.${extension}`);
    (isLater ? later : kept).push(path);
  }
  const version = hash.digest("hex").slice(0, 16);
  return `const SITE=${JSON.stringify({ version, files: kept, moreFiles: later })};\n`;
}
