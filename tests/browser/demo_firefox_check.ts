/**
 * The demo page in Firefox: drawing and reading, a refresh, pictures of layers, training and a lesson.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import { SHEET } from "../../lib/demo/page/sheet.ts";
import { provide } from "./demo.ts";
import { hasFirefox, launchFirefox } from "./firefox.ts";

/** Browser and server live on; without Firefox there is nothing to check. */
const OPTIONS = { sanitizeOps: false, sanitizeResources: false, ignore: !await hasFirefox() };

/** A training, on a machine that does other things too. */
const TRAINING_MS = 120_000;

interface Fixture {
  page: Page;
  problems: string[];
}

let fixture: Promise<Fixture> | undefined, close = async () => {};
Deno.test.afterAll(() => close());

/** The page, once for all checks: a browser takes seconds to start. */
function open(): Promise<Fixture> {
  return fixture ??= start();
}

async function start(): Promise<Fixture> {
  const served = await provide();
  const browser = await launchFirefox();
  close = async () => {
    await browser.close();
    await served.close();
  };
  const page = await browser.newPage(), problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  await page.setViewport({ width: 1280, height: 860 });
  await page.goto(served.url);
  await waitForNumber(page, "5"); // the first example
  return { page, problems };
}

async function draw(page: Page, digits: string): Promise<void> {
  await page.click("#clear");
  const sheet = (await (await page.$("#drawing"))!.boundingBox())!;
  const scale = sheet.width / SHEET.width;
  for (const { points } of layOutExample(digits, 16)) {
    const [first, ...rest] = points.map(({ x, y }) => [sheet.x + x * scale, sheet.y + y * scale]);
    await page.mouse.move(first[0], first[1]);
    await page.mouse.down();
    for (const [x, y] of rest) await page.mouse.move(x, y);
    await page.mouse.up();
  }
}

async function waitForNumber(page: Page, number: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const answer = document.querySelector<HTMLElement>("#answer")!;
      return answer.ariaBusy === "false" &&
        document.querySelector("#number .line")?.textContent === wanted;
    },
    {},
    number,
  );
}

const textOf = (page: Page, selector: string) =>
  page.$eval(selector, (element) => element.textContent!);

Deno.test(
  { name: "Firefox: what is drawn is read, and stays after a refresh", ...OPTIONS },
  async () => {
    const { page, problems } = await open();
    await draw(page, "74");
    await waitForNumber(page, "74");
    await draw(page, "3");
    await waitForNumber(page, "3");
    assert.match(await textOf(page, "#verdict"), /sure\.$/);
    await page.reload();
    await waitForNumber(page, "3");
    assert.deepEqual(problems, []);
  },
);

Deno.test({
  name: "Firefox: 10,000 digits and an epoch train a network that reads the sheet",
  ...OPTIONS,
}, async () => {
  const { page, problems } = await open();
  await draw(page, "2");
  await waitForNumber(page, "2");
  await page.select("#train-epochs", "1");
  await page.click(".train-tools .primary");
  await page.waitForSelector(".train-tools[data-state=done]", { timeout: TRAINING_MS });
  const line = await textOf(page, ".train-status");
  console.log(`  ${line} ${await textOf(page, ".train-legend .current span")}`);
  assert.ok(Number(line.match(/reads ([\d.]+)%/)![1]) >= 95, line);
  await page.click("::-p-text(Read the sheet with it)");
  await page.waitForFunction(() =>
    document.querySelector<HTMLSelectElement>("#model")!.value === "trained here"
  );
  await waitForNumber(page, "2");
  assert.deepEqual(problems, []);
});
