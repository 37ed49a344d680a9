/**
 * Takes the README's picture of the demo page:
 *
 *     deno run -P=browser --allow-write=lib/demo tests/browser/demo_screenshot.ts
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import { startDemo } from "./demo.ts";

const PATH = fromFileUrl(new URL("../../lib/demo/screenshot.png", import.meta.url));

const demo = await startDemo();
const page = await demo.open({
  context: { viewport: { width: 1280, height: 1560 }, colorScheme: "light" },
});
await page.draw(layOutExample("5", 18).map(({ points }) => points));
await page.page.locator("#layers canvas").nth(0).hover({ position: { x: 74, y: 114 } });
await page.page.screenshot({ path: PATH });
await page.close();
await demo.close();
