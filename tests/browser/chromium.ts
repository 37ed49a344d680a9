/**
 * Headless Chromium, as all browser tests start it.
 *
 * @module
 */
import type { Browser } from "playwright-core";

// When it is loaded, Playwright looks into /proc for WSL, which takes all permissions in Deno. Not so in
// the tests of the code that looks.
Deno.env.set("__IS_WSL_TEST__", "1");
const { chromium } = await import("playwright-core");

const EXECUTABLE = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts a browser that asks nothing of anyone by itself.
 *
 * @throws {Error} If it is not installed.
 */
export async function launchChromium(): Promise<Browser> {
  await Deno.stat(EXECUTABLE).catch(() => {
    throw new Error(
      `expected Chromium at ${EXECUTABLE}: install Debian's package chromium, or set CHROMIUM`,
    );
  });
  return await chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
}
