/**
 * Networks that the demo page downloads, and what the command line reads with them.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import { dirname, join } from "@std/path";
import { unzipSync } from "fflate/browser";
import { PROJECT_DIR } from "../../lib/paths.ts";
import { commandOf } from "../project_config.ts";
import type { DemoPage } from "./demo.ts";

/** What `deno task predict --json` says of a picture, as far as it is looked at. */
export interface JsonReading {
  digit: number;
  probabilities: number[];
  verdict: string;
}

/** Files of a ZIP archive by path. */
export type Archive = Record<string, Uint8Array>;

/** Presses a button and takes the files of the archive that it saves. */
export async function download({ page }: DemoPage, press: () => Promise<void>): Promise<Archive> {
  const event = page.waitForEvent("download");
  await press();
  const files = unzipSync(await Deno.readFile(await (await event).path()));
  return Object.fromEntries(Object.entries(files).filter(([path]) => !path.endsWith("/")));
}

/** Unpacks an archive into a folder. */
export async function writeArchive(archive: Archive, dir: string): Promise<void> {
  for (const [path, bytes] of Object.entries(archive)) {
    await Deno.mkdir(dirname(join(dir, path)), { recursive: true });
    await Deno.writeFile(join(dir, path), bytes);
  }
}

/** Has the command line read pictures. */
export async function predict(args: string[]): Promise<JsonReading[]> {
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: [...commandOf("predict"), ...args],
    cwd: PROJECT_DIR,
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim().split("\n").map((line) => JSON.parse(line));
}

/** Asserts that the page shows the probabilities that the command line gave, as it rounds them. */
export async function assertShows({ page }: DemoPage, reading: JsonReading): Promise<void> {
  const shares = await page.locator("#bars .share").allTextContents();
  assert.equal(shares.length, reading.probabilities.length);
  for (const [digit, share] of shares.entries()) {
    const probability = 100 * reading.probabilities[digit];
    const shown = Number(share.replace(/[<>%]/g, ""));
    assert.ok(Math.abs(shown - probability) < 0.11, `${digit}: ${share} and ${probability}%`);
  }
}
