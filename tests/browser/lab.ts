/**
 * Real JupyterLab in headless Chromium, driven as a person would: what the notebook tests share.
 *
 * @module
 */
import { join } from "@std/path";
import type { Browser, Locator, Page } from "playwright-core";
import { ensureJupyterLab } from "../../lib/jupyter/environment.ts";
import { startLab } from "../../lib/jupyter/lab_server.ts";
import { JUPYTER_DIR, NOTEBOOKS_DIR } from "../../lib/paths.ts";
import { launchChromium } from "./chromium.ts";

/** Settings of the tests' own, and copies of the notebooks, which a test may change. */
const HOME = join(JUPYTER_DIR, "browser");
/** Ignored by git; for people to look at. */
const SCREENSHOTS_DIR = join(HOME, "screenshots");
/** JupyterLab draws only the cells that are in view: all of them, in a window this tall. */
const VIEWPORT = { width: 1200, height: 16_000 };

/** JupyterLab's own application object, in the page. */
declare const jupyterapp: {
  commands: { execute(id: string, args?: unknown): Promise<void> };
  serviceManager: { sessions: { shutdownAll(): Promise<void> } };
};

/** A running JupyterLab and a browser. */
export interface Lab {
  /** Opens a copy of a notebook, as it is saved. */
  open(name: string): Promise<OpenNotebook>;
  close(): Promise<void>;
}

/** Starts both; installs JupyterLab if need be. */
export async function startLabAndBrowser(): Promise<Lab> {
  const python = await ensureJupyterLab(console.error);
  await Deno.mkdir(SCREENSHOTS_DIR, { recursive: true });
  const port = findFreePort();
  const server = await startLab(python, {
    port,
    browser: false,
    home: HOME,
    rootDir: JUPYTER_DIR,
    args: [
      "--ServerApp.token=",
      "--ContentsManager.allow_hidden=True",
      "--LabApp.expose_app_in_browser=True",
    ],
  });
  const url = `http://127.0.0.1:${port}/lab`;
  await waitForServer(url);
  const browser = await launchChromium();
  return {
    open: (name) => openNotebook(browser, url, name),
    async close() {
      await browser.close();
      server.kill("SIGTERM");
      await server.status;
    },
  };
}

/** A notebook in a JupyterLab window. */
export class OpenNotebook {
  readonly page: Page;
  readonly #name: string;

  constructor(page: Page, name: string) {
    this.page = page;
    this.#name = name;
  }

  /** Chooses "Run All Cells" from the menu. */
  async runAll(): Promise<void> {
    await this.page.getByRole("menuitem", { name: "Run", exact: true }).click();
    await this.page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
  }

  /** Waits until no cell runs or waits to run. */
  async waitUntilIdle(timeoutMs = 120_000): Promise<void> {
    const busy = this.page.locator(".jp-InputArea-prompt", { hasText: "[*]" });
    await this.page.waitForTimeout(300);
    await busy.first().waitFor({ state: "detached", timeout: timeoutMs });
    await this.page.waitForTimeout(500);
  }

  /** Clicks the stop button. */
  async stop(): Promise<void> {
    await this.page.locator("[data-command='notebook:interrupt-kernel'], [title^='Interrupt']")
      .first()
      .click();
  }

  /** Types code into a new cell at the end and runs it; returns what it prints. */
  async runNewCell(code: string): Promise<string> {
    await this.page.locator(".jp-Notebook .jp-Cell").last().click();
    await this.page.keyboard.press("Escape");
    await this.page.keyboard.press("b");
    await this.page.keyboard.press("Enter");
    await this.page.keyboard.insertText(code);
    await this.page.keyboard.press("Control+Enter");
    await this.waitUntilIdle();
    return await this.page.locator(".jp-Notebook .jp-Cell").last()
      .locator(".jp-OutputArea-output").innerText();
  }

  /** The code cell whose source holds a text. */
  cellWith(source: string): Locator {
    return this.page.locator(".jp-CodeCell", { hasText: source }).first();
  }

  /** The numbers beside the code cells, such as "[3]:". */
  async prompts(): Promise<string[]> {
    return await this.page.locator(".jp-CodeCell .jp-InputArea-prompt").allInnerTexts();
  }

  /** Figures that are drawn: pictures with pixels, as large as a figure is. */
  async countFigures(): Promise<number> {
    return await countMatching(this.#outputs().locator("img"), (element) => {
      const picture = element as unknown as { naturalWidth: number; offsetWidth: number };
      return picture.naturalWidth > 300 && picture.offsetWidth > 300;
    });
  }

  /** Tables whose text stands out from what is behind it (4.5:1, WCAG 2.1 level AA). */
  async countLegibleTables(): Promise<number> {
    return await countMatching(this.#outputs().locator("table"), isLegible);
  }

  /** The text of error outputs. */
  async errors(): Promise<string[]> {
    return await this.#outputs().locator("[data-mime-type='application/vnd.jupyter.error']")
      .allInnerTexts();
  }

  /** Switches between the light and the dark theme. */
  async setTheme(theme: "Light" | "Dark"): Promise<void> {
    await this.page.evaluate(
      (name) => jupyterapp.commands.execute("apputils:change-theme", { theme: name }),
      `JupyterLab ${theme}`,
    );
    await this.page.waitForTimeout(1000);
  }

  /** Saves a picture of the whole notebook. */
  async screenshot(label: string): Promise<void> {
    const path = join(SCREENSHOTS_DIR, `${this.#name}_${label}.png`);
    const cells = await this.page.locator(".jp-Notebook .jp-Cell").last().boundingBox();
    const height = Math.min(
      VIEWPORT.height,
      Math.ceil((cells?.y ?? 0) + (cells?.height ?? 0) + 40),
    );
    await this.page.screenshot({ path, clip: { x: 0, y: 0, width: VIEWPORT.width, height } });
  }

  /** Closes the window and ends the kernel, without saving. */
  async close(): Promise<void> {
    await this.page.evaluate(() => jupyterapp.serviceManager.sessions.shutdownAll());
    await this.page.close();
  }

  #outputs(): Locator {
    return this.page.locator(".jp-Notebook .jp-OutputArea-output");
  }
}

async function openNotebook(browser: Browser, url: string, name: string): Promise<OpenNotebook> {
  const file = `${name}.ipynb`;
  // Beside lib/, as notebooks/ is, so that the cells' relative imports hold.
  await Deno.copyFile(join(NOTEBOOKS_DIR, file), join(JUPYTER_DIR, file));
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.goto(`${url}/tree/${file}?reset`);
  await page.locator(".jp-Notebook .jp-Cell").first().waitFor({ timeout: 60_000 });
  await page.locator(".jp-Toolbar-kernelStatus, .jp-Notebook-ExecutionIndicator").first().waitFor();
  await page.evaluate(() => jupyterapp.commands.execute("application:toggle-left-area"));
  await page.waitForTimeout(1500);
  return new OpenNotebook(page, name);
}

function findFreePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

async function waitForServer(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    try {
      await (await fetch(url)).body?.cancel();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error(`${url}: expected JupyterLab there within a minute`);
}

async function countMatching(
  locator: Locator,
  matches: (element: unknown) => boolean,
): Promise<number> {
  const results = await Promise.all((await locator.all()).map((one) => one.evaluate(matches)));
  return results.filter(Boolean).length;
}

/** Runs in the page: whether a table's first cell contrasts with its effective background. */
function isLegible(element: unknown): boolean {
  // deno-lint-ignore no-explicit-any -- a page's globals
  const { getComputedStyle } = globalThis as any;
  const parse = (color: string) => color.match(/[\d.]+/g)!.map(Number);
  const luminance = (rgb: number[]) => {
    const [r, g, b] = rgb.slice(0, 3).map((v) => v / 255).map((v) =>
      v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  // deno-lint-ignore no-explicit-any -- a page's element
  const cell = (element as any).querySelector("td");
  let behind = cell;
  while (behind.parentElement && parse(getComputedStyle(behind).backgroundColor)[3] === 0) {
    behind = behind.parentElement;
  }
  const text = luminance(parse(getComputedStyle(cell).color));
  const back = luminance(parse(getComputedStyle(behind).backgroundColor));
  return (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05) >= 4.5;
}
