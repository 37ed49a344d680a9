/**
 * Real JupyterLab in headless Chromium, driven as a person would: what the notebook tests share.
 *
 * @module
 */
import assert from "node:assert/strict";
import { join } from "@std/path";
import type { Frame, Locator, Page } from "playwright-core";
import { createTemplate } from "../../lib/jupyter/new_notebook.ts";
import { writeNotebook } from "../../lib/jupyter/notebook_file.ts";
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

const TOKEN = crypto.randomUUID();
/** As on a hub, where each person's server is below a path of its own. */
const BASE_PATH = "/user/reader";
const START_TIMEOUT_MS = 60_000;
/** For a click, a picture and the like. */
const STEP_TIMEOUT_MS = 30_000;
/** For all cells of a notebook: three times what they may take on two idle cores. */
const RUN_TIMEOUT_MS = 270_000;
/** For a check as a whole, so that nothing can hang. */
const CHECK_TIMEOUT_MS = 420_000;
const CLOSE_TIMEOUT_MS = 20_000;
const POLL_MS = 250;
/** Until late outputs and colours are drawn. */
const SETTLE_MS = 500;

/** JupyterLab's own application object, in the page. */
declare const jupyterapp: {
  commands: { execute(id: string, args?: unknown): Promise<void> };
  shell: { currentWidget: { content: { widgets: { model: CellModel }[] } } };
};

interface CellModel {
  trusted: boolean;
  /** Of code cells alone. */
  outputs?: { length: number };
}

/** The name of a notebook as `deno task notebooks --new` makes it. */
export const TEMPLATE = "template";

/** A running JupyterLab. */
export interface Lab {
  /**
   * Opens a copy of a notebook, as it is saved (or the one that {@link TEMPLATE} stands for), in a browser of its
   * own, and ends browser and kernel afterwards, whatever happens.
   *
   * @throws {Error} If `check` throws, or all of it takes longer than {@link CHECK_TIMEOUT_MS}.
   */
  withNotebook(name: string, check: (notebook: OpenNotebook) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Starts JupyterLab; installs it if need be. */
export async function startLabForTests(): Promise<Lab> {
  const python = await ensureJupyterLab(console.error);
  await Deno.mkdir(SCREENSHOTS_DIR, { recursive: true });
  const port = findFreePort();
  const process = await startLab(python, {
    port,
    browser: false,
    home: HOME,
    rootDir: JUPYTER_DIR,
    args: [
      `--IdentityProvider.token=${TOKEN}`,
      `--ServerApp.base_url=${BASE_PATH}/`,
      "--ContentsManager.allow_hidden=True",
      "--LabApp.expose_app_in_browser=True",
    ],
  });
  const server = new LabServer(port, process);
  await server.waitUntilReady();
  return {
    withNotebook: (name, check) => withNotebook(server, name, check),
    close: () => server.close(),
  };
}

/** JupyterLab's process and its web service. */
class LabServer {
  readonly url: string;
  readonly #process: Deno.ChildProcess;

  constructor(port: number, process: Deno.ChildProcess) {
    this.url = `http://127.0.0.1:${port}${BASE_PATH}`;
    this.#process = process;
  }

  async waitUntilReady(): Promise<void> {
    const ended = this.#process.status.then(({ code }) => {
      throw new Error(`JupyterLab ended with exit code ${code} before it answered`);
    });
    const answers = async () => {
      while (!await this.#request("GET", "api").then(() => true, () => false)) await delay(200);
    };
    await within(Promise.race([answers(), ended]), START_TIMEOUT_MS, () => "JupyterLab's start");
  }

  /** Ends all kernels, those that do not listen too: the server kills them after some seconds. */
  async endKernels(): Promise<void> {
    for (const { id } of await this.#request("GET", "api/kernels") as { id: string }[]) {
      await this.#request("DELETE", `api/kernels/${id}`);
    }
  }

  async close(): Promise<void> {
    this.#process.kill("SIGTERM");
    const killer = setTimeout(() => this.#process.kill("SIGKILL"), CLOSE_TIMEOUT_MS);
    await this.#process.status;
    clearTimeout(killer);
  }

  async #request(method: string, path: string): Promise<unknown> {
    const signal = AbortSignal.timeout(CLOSE_TIMEOUT_MS);
    const headers = { authorization: `token ${TOKEN}` };
    const response = await fetch(`${this.url}/${path}`, { method, signal, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }
}

async function withNotebook(
  server: LabServer,
  name: string,
  check: (notebook: OpenNotebook) => Promise<void>,
): Promise<void> {
  const browser = await within(launchChromium(), START_TIMEOUT_MS, () => "Chromium's start");
  try {
    const page = await browser.newPage({ viewport: VIEWPORT });
    page.setDefaultTimeout(STEP_TIMEOUT_MS);
    const notebook = new OpenNotebook(page, name);
    const all = notebook.open(server.url).then(() => check(notebook));
    try {
      await within(all, CHECK_TIMEOUT_MS, () => `${name}, at "${notebook.step}"`);
    } catch (error) {
      await within(notebook.screenshot("failed"), CLOSE_TIMEOUT_MS, () => "a picture")
        .catch(() => {}); // what failed first counts
      throw error;
    }
  } finally {
    await within(browser.close(), CLOSE_TIMEOUT_MS, () => "Chromium's end");
    await server.endKernels();
  }
}

/** A notebook in a JupyterLab window. */
export class OpenNotebook {
  readonly page: Page;
  /** What is going on, for the message when it takes too long. */
  step = "";
  readonly #name: string;

  constructor(page: Page, name: string) {
    this.page = page;
    this.#name = name;
  }

  /** Opens a copy of the notebook in the JupyterLab at `url` and waits for its kernel. */
  async open(url: string): Promise<void> {
    this.step = "opening";
    const file = `${this.#name}.ipynb`;
    // Beside lib/, as notebooks/ is, so that the cells' relative imports hold.
    const copy = join(JUPYTER_DIR, file);
    if (this.#name === TEMPLATE) await writeNotebook(copy, createTemplate(TEMPLATE));
    else await Deno.copyFile(join(NOTEBOOKS_DIR, file), copy);
    await this.page.goto(`${url}/lab/tree/${file}?reset&token=${TOKEN}`, {
      timeout: START_TIMEOUT_MS,
    });
    await this.page.locator(".jp-Notebook .jp-Cell").first().waitFor({ timeout: START_TIMEOUT_MS });
    await this.#execute("application:toggle-left-area");
    this.step = "waiting for the kernel";
    await this.page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']")
      .waitFor({ timeout: START_TIMEOUT_MS });
  }

  /** Whether outputs may hold scripts. */
  async isTrusted(): Promise<boolean> {
    return await this.page.evaluate(() =>
      jupyterapp.shell.currentWidget.content.widgets.some(({ model }) =>
        model.outputs && model.outputs.length > 0 && model.trusted
      )
    );
  }

  /** Clears all outputs and chooses "Run All Cells" from the menu. */
  async runAll(): Promise<void> {
    this.step = "Run All";
    await this.#execute("notebook:clear-all-cell-outputs");
    assert.equal(await this.countFigures() + await this.countLegibleTables(), 0);
    await this.page.getByRole("menuitem", { name: "Run", exact: true }).click();
    await this.page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
  }

  /**
   * Waits until every cell has run.
   *
   * @throws {Error} If one fails or they take too long.
   */
  async waitUntilRun(): Promise<void> {
    this.step = "waiting for the cells";
    const deadline = performance.now() + RUN_TIMEOUT_MS;
    while (true) {
      const errors = await this.errors();
      if (errors.length > 0) throw new Error(`expected no error in a cell, got ${errors[0]}`);
      const prompts = await this.prompts();
      if (prompts.every((prompt) => /^\[\d+\]:$/.test(prompt))) break;
      if (performance.now() > deadline) {
        const seconds = RUN_TIMEOUT_MS / 1000;
        throw new Error(`expected all cells to run within ${seconds} s, got ${prompts.join(" ")}`);
      }
      await delay(POLL_MS);
    }
    await delay(SETTLE_MS);
  }

  /** Clicks the stop button. */
  async stop(): Promise<void> {
    this.step = "the stop button";
    await this.page.locator("[data-command='notebook:interrupt-kernel'], [title^='Interrupt']")
      .first()
      .click();
  }

  /** Types code into a new cell at the end and runs it; returns what it prints. */
  async runNewCell(code: string): Promise<string> {
    this.step = "a new cell";
    await this.page.locator(".jp-Notebook .jp-Cell").last().click();
    await this.page.keyboard.press("Escape");
    await this.page.keyboard.press("b");
    await this.page.keyboard.press("Enter");
    await this.page.keyboard.insertText(code);
    await this.page.keyboard.press("Control+Enter");
    await this.waitUntilRun();
    return await this.page.locator(".jp-Notebook .jp-Cell").last()
      .locator(".jp-OutputArea-output").innerText();
  }

  /** The page inside of the outputs that an `object` with this title shows. */
  async findFrame(title: string): Promise<Frame> {
    const element = await this.#outputs().locator(`iframe[title='${title}']`).elementHandle();
    const frame = await element?.contentFrame();
    assert.ok(frame, `expected the page ${title} to be shown`);
    return frame;
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

  /** Figures without a description for those who cannot see them. */
  async countUndescribed(): Promise<number> {
    return await this.#outputs().locator(`img:not([alt]), img[alt=""]`).count();
  }

  /** Figures that are shown dark, as a dark theme wants them. */
  async countDarkFigures(): Promise<number> {
    return await countMatching(this.#outputs().locator("img"), (element) => {
      // deno-lint-ignore no-explicit-any -- a page's globals
      return (globalThis as any).getComputedStyle(element).filter.startsWith("invert(0.9");
    });
  }

  /** Tables whose text stands out from what is behind it (4.5:1, WCAG 2.1 level AA). */
  async countLegibleTables(): Promise<number> {
    return await countMatching(this.#outputs().locator("table"), isLegible);
  }

  /**
   * Waits until so many figures and tables are legible: JupyterLab draws cells one after the other.
   *
   * @throws {Error} If there are more, or not that many within {@link STEP_TIMEOUT_MS}.
   */
  async waitForOutputs(wanted: { figures: number; tables: number }): Promise<void> {
    const deadline = performance.now() + STEP_TIMEOUT_MS;
    while (true) {
      const [figures, tables] = [await this.countFigures(), await this.countLegibleTables()];
      if (figures === wanted.figures && tables === wanted.tables) return;
      if (performance.now() > deadline) assert.deepEqual({ figures, tables }, wanted);
      await delay(POLL_MS);
    }
  }

  /** The text of error outputs. */
  async errors(): Promise<string[]> {
    return await this.#outputs().locator("[data-mime-type='application/vnd.jupyter.error']")
      .allInnerTexts();
  }

  /** Switches between the light and the dark theme. */
  async setTheme(theme: "Light" | "Dark"): Promise<void> {
    this.step = `the ${theme.toLowerCase()} theme`;
    await this.#execute("apputils:change-theme", { theme: `JupyterLab ${theme}` });
    await this.page.locator(`body[data-jp-theme-name='JupyterLab ${theme}']`)
      .waitFor({ state: "attached" });
    await delay(SETTLE_MS);
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

  #outputs(): Locator {
    return this.page.locator(".jp-Notebook .jp-OutputArea-output");
  }

  /** Runs one of JupyterLab's own commands. */
  async #execute(id: string, args: Record<string, string> = {}): Promise<void> {
    await this.page.evaluate(
      ([id, args]) => jupyterapp.commands.execute(id, args),
      [
        id,
        args,
      ] as const,
    );
  }
}

function findFreePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

/**
 * Waits for `work`, but not for ever.
 *
 * @param what Says what took too long.
 */
async function within<T>(work: Promise<T>, timeoutMs: number, what: () => string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`${what()}: expected an end within ${timeoutMs / 1000} s`)),
    timeoutMs,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
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
