/**
 * Headless Firefox, driven over WebDriver BiDi: Playwright only knows a Firefox of its own.
 *
 * @module
 */
import type { Browser } from "puppeteer-core";

const EXECUTABLE = Deno.env.get("FIREFOX") ?? "/usr/bin/firefox-esr";

/** Whether there is a Firefox to test with; says so if there is none. */
export async function hasFirefox(): Promise<boolean> {
  const isThere = await Deno.stat(EXECUTABLE).then(() => true, () => false);
  if (!isThere) {
    console.warn(
      `no Firefox at ${EXECUTABLE}: its checks are skipped; install Debian's package firefox-esr, or set FIREFOX`,
    );
  }
  return isThere;
}

/** Starts a browser with a profile of its own, which is removed when it is closed. */
export async function launchFirefox(): Promise<Browser> {
  const { default: puppeteer } = await import("puppeteer-core");
  return await puppeteer.launch({
    ...{ browser: "firefox", executablePath: EXECUTABLE, headless: true },
    // Asks nothing of anyone by itself.
    extraPrefsFirefox: {
      "app.normandy.enabled": false,
      "datareporting.policy.dataSubmissionEnabled": false,
      "network.captive-portal-service.enabled": false,
      "network.connectivity-service.enabled": false,
    },
  });
}
