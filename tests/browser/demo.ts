/**
 * The demo page in headless Chromium, used as a person would: what its tests share.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { type Point, SHEET } from "../../lib/demo/page/sheet.ts";
import { serveSite } from "../../lib/demo/site/serve.ts";
import { createSite, type Site } from "../../lib/demo/site/site.ts";
import { MODELS_DIR } from "../../lib/paths.ts";
import { launchChromium } from "./chromium.ts";

/** Where the page is served already: `deno task test:page --url http://127.0.0.1:8000/some/path/`. */
export const SERVED_AT: string | undefined = readUrl(Deno.args);

/** For checks that need a server of their own, or change what it serves. */
export const OWN_SERVER = { ignore: SERVED_AT !== undefined };

export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 860 } };
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};

/** Strokes that are no digit, a star and a cross, by what the page says of them. */
export const SCRIBBLES = {
  unsure: [Array.from({ length: 6 }, (_, i) => {
    const angle = i * 4 * Math.PI / 5;
    return { x: 200 + 110 * Math.sin(angle), y: 150 - 110 * Math.cos(angle) };
  })],
  foreign: [[{ x: 120, y: 60 }, { x: 280, y: 240 }], [{ x: 280, y: 60 }, { x: 120, y: 240 }]],
};

/** A served page and a browser. */
export interface Demo {
  /** Its files; none where it is served already. */
  site: Site;
  url: string;
  /** Opens a page of its own, by default without the example that it would write. */
  open(options?: OpenOptions): Promise<DemoPage>;
  /** Opens a tab in which nothing is loaded yet. */
  tab(context?: BrowserContextOptions): Promise<DemoPage>;
  close(): Promise<void>;
}

interface OpenOptions {
  context?: BrowserContextOptions;
  url?: string;
  keepExample?: boolean;
  /** Runs in the page before its own scripts. */
  init?: () => void;
}

/**
 * Starts a browser for the page, which is put together and served at a free port unless it is served already.
 *
 * @param modelsDir Shows these models, wherever else the page may be served.
 */
export async function startDemo(modelsDir?: string): Promise<Demo> {
  const { site, url, close } = await provide(modelsDir);
  const browser = await launchChromium();
  return {
    site,
    url,
    open: (options = {}) => openPage(browser, { url, ...options }),
    tab: async (context = DESKTOP) =>
      new DemoPage(await (await browser.newContext(context)).newPage()),
    async close() {
      await browser.close();
      await close();
    },
  };
}

/** The page somewhere: its files, its address, and how to end it. */
export async function provide(
  modelsDir?: string,
): Promise<{ site: Site; url: string; close(): Promise<void> }> {
  if (SERVED_AT !== undefined && modelsDir === undefined) {
    return { site: new Map(), url: SERVED_AT, close: () => Promise.resolve() };
  }
  // On a person's machine there may also be models that were never finished.
  const site = await createSite(modelsDir ?? MODELS_DIR, { onSkip: () => {} });
  const { server, url } = serveSite(site, { port: 0 });
  return { site, url, close: () => server.shutdown() };
}

/** The address in the arguments, as a folder's. */
function readUrl(args: string[]): string | undefined {
  const { url } = parseArgs({ args, options: { url: { type: "string" } } }).values;
  if (url === undefined) return undefined;
  return new URL(url.endsWith("/") ? url : `${url}/`).href;
}

async function openPage(
  browser: Browser,
  { context = DESKTOP, url, keepExample, init }: OpenOptions,
): Promise<DemoPage> {
  const page = await (await browser.newContext(context)).newPage();
  const demo = new DemoPage(page);
  if (init) await page.addInitScript(init);
  await page.goto(url!);
  await page.locator("#answer:not([data-state=empty])").waitFor();
  if (keepExample) return demo;
  await page.waitForFunction(() => !document.querySelector("#answer[aria-busy=true]"));
  await demo.clear();
  return demo;
}

/** The page, its problems, and what it asked for. */
export class DemoPage {
  readonly page: Page;
  /** Addresses of everything that was requested. */
  readonly requests: string[] = [];
  /** Errors in the browser's console: violations of the security policy, too. */
  readonly problems: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on("request", (request) => this.requests.push(request.url()));
    page.on("pageerror", (error) => this.problems.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") this.problems.push(message.text());
    });
  }

  /** Asserts that all went well and that nothing was asked of another machine, then closes. */
  async close(): Promise<void> {
    assert.deepEqual(this.problems, []);
    const isOfPage = (url: string) => SERVED_AT !== undefined && url.startsWith(SERVED_AT);
    for (const url of this.requests.filter((url) => !isOfPage(url))) {
      assert.match(url, /^(http:\/\/127\.0\.0\.1:|blob:http:\/\/127\.0\.0\.1:)/);
    }
    await this.page.context().close();
  }

  /**
   * Draws strokes, given in the sheet's units, with the mouse. The browser hands on all the movements of a
   * frame together.
   *
   * @param isSlow A movement a frame instead, as by a hand that takes its time.
   */
  async draw(
    strokes: readonly (readonly Point[])[],
    { isSlow = false }: { isSlow?: boolean } = {},
  ): Promise<void> {
    const place = await this.#locateSheet();
    for (const points of strokes) {
      const [first, ...rest] = points.map(place);
      await this.page.mouse.move(first.x, first.y);
      await this.page.mouse.down();
      // Each is answered only when its frame is over.
      const moves = rest.map(({ x, y }) => () => this.page.mouse.move(x, y));
      if (isSlow) { for (const move of moves) await move(); }
      else await Promise.all(moves.map((move) => move()));
      await this.page.mouse.up();
    }
    await this.waitUntilRead();
  }

  /** Sets the pen's width, in the sheet's units. */
  async setWidth(width: number): Promise<void> {
    await this.page.locator("#width").fill(String(Math.round(width)));
  }

  async clear(): Promise<void> {
    // Faster than the mouse, which waits for the page to come to rest.
    await this.page.evaluate(() => document.getElementById("clear")!.click());
    await this.waitUntilRead();
  }

  /** Waits until what is on the sheet has been read. */
  async waitUntilRead(): Promise<void> {
    await this.page.evaluate(() =>
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    );
    await this.page.locator("#answer[aria-busy=false]").waitFor();
  }

  /** The number that is shown, line by line. */
  async number(): Promise<string> {
    return (await this.page.locator("#number .line").allTextContents()).join("/");
  }

  /** "sure", "unsure", "foreign" or "empty". */
  async state(): Promise<string | null> {
    return await this.page.locator("#answer").getAttribute("data-state");
  }

  /** The 28×28 digit that is shown, as ink bytes: its pixels' opacity. */
  async seen(): Promise<Uint8Array> {
    const opacities = await this.page.locator("#seen").evaluate((element) => {
      const { data } = (element as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, 28, 28);
      return Array.from({ length: 784 }, (_, i) => data[4 * i + 3]);
    });
    return Uint8Array.from(opacities);
  }

  /** Saves the picture that was read, as a PNG. */
  async save(path: string): Promise<void> {
    const download = this.page.waitForEvent("download");
    // Faster than the mouse, which waits for the dialog to come to rest.
    await this.page.evaluate(() => {
      for (const id of ["share", "save-drawing", "share-close"]) {
        document.getElementById(id)!.click();
      }
    });
    await (await download).saveAs(path);
  }

  /** Opens the dialog with the card. */
  async share(): Promise<void> {
    await this.page.getByRole("button", { name: "Share", exact: true }).click();
    await this.page.getByRole("dialog").waitFor();
  }

  async #locateSheet(): Promise<(point: Point) => Point> {
    const drawing = this.page.locator("#drawing");
    await drawing.scrollIntoViewIfNeeded();
    const { x, y, width } = (await drawing.boundingBox())!;
    const scale = width / SHEET.width;
    return (point) => ({ x: x + point.x * scale, y: y + point.y * scale });
  }
}
