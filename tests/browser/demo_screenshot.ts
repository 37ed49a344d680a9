/**
 * Takes the README's picture of the demo page, and the card that links to the page are shown with:
 *
 *     deno run -P=browser --allow-write=lib/demo tests/browser/demo_screenshot.ts
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import { startDemo } from "./demo.ts";

const PATH = fromFileUrl(new URL("../../lib/demo/screenshot.png", import.meta.url));
const CARD_PATH = fromFileUrl(new URL("../../lib/demo/page/card.png", import.meta.url));

const demo = await startDemo();
const page = await demo.open({
  context: { viewport: { width: 1280, height: 1560 }, colorScheme: "light" },
});
await page.draw(layOutExample("5", 18).map(({ points }) => points));
await page.page.locator("#layers canvas").nth(0).hover({ position: { x: 74, y: 114 } });
await page.page.screenshot({ path: PATH });
await page.clear();
await page.draw(layOutExample("8", 18).map(({ points }) => points));
await page.share();
await page.page.locator("#card[aria-label*=sure]").waitFor();
const download = page.page.waitForEvent("download");
await page.page.getByRole("button", { name: "Save the card" }).click();
await (await download).saveAs(CARD_PATH);
await page.close();
await demo.close();
