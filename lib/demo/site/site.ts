/**
 * The page as files in memory: what the server serves, and what `--build` writes (write_site.ts).
 *
 * @module
 */
import { join } from "@std/path";
import { loadMnist } from "../../dataset/mnist.ts";
import { isCommittee } from "../../model/committee.ts";
import { UnsupportedModelError } from "../../model/network.ts";
import { InputError } from "../../errors.ts";
import { bundlePage } from "./bundle.ts";
import { createDigitFiles } from "./digits.ts";
import { readFonts } from "./fonts.ts";
import { createManifest, drawIcons } from "./manifest.ts";
import { describeSite, SERVICE_WORKER } from "./service_worker_file.ts";
import { fillTemplate } from "./template.ts";
import { type Publication, publishModel } from "./publish_model.ts";

/** One file of the page. */
export interface SiteFile {
  /** Media type. */
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Files by path, such as "models/lenet5.json". */
export type Site = Map<string, SiteFile>;

const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  webmanifest: "application/manifest+json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  woff2: "font/woff2",
  bin: "application/octet-stream",
};

/** Files taken over as they are: path in the page, and where they come from. */
const COPIED: Record<string, string> = {
  "card.png": import.meta.resolve("../page/card.png"),
  "icon.svg": import.meta.resolve("../page/icon.svg"),
};

/** How the page is put together. */
export interface SiteOptions {
  /** Told of each model that cannot be shown, and why. */
  onSkip: (reason: string) => void;
  /** Lets browsers keep the page for use offline: not where another page may come at its address. */
  offline?: boolean;
  /** The page's public address, which ends in a slash; see `fillTemplate`. */
  url?: string;
}

/**
 * Puts the page together with all models of a folder.
 *
 * @throws {InputError} If there is no model that can be shown.
 */
export async function createSite(
  modelsDir: string,
  { onSkip, offline = false, url }: SiteOptions,
): Promise<Site> {
  const names = await listModels(modelsDir);
  if (names.length === 0) throw noModel(modelsDir);
  const publications = await publishModels(modelsDir, names, onSkip);
  const site: Site = new Map();
  const add = (path: string, body: Uint8Array<ArrayBuffer> | string) => {
    const type = TYPES[path.slice(path.lastIndexOf(".") + 1)];
    site.set(path, {
      type,
      body: typeof body === "string" ? new TextEncoder().encode(body) : body,
    });
  };
  const template = await Deno.readTextFile(new URL("../page/index.html", import.meta.url));
  const options = { url, serviceWorker: offline ? SERVICE_WORKER : undefined };
  add("index.html", fillTemplate(template, publications.map(({ card }) => card), options));
  const scripts = await bundlePage();
  const serviceWorker = new TextDecoder().decode(scripts.get(SERVICE_WORKER));
  scripts.delete(SERVICE_WORKER);
  for (const [path, body] of scripts) add(path, body);
  for (const [path, body] of await readFonts()) add(path, body);
  for (const [path, url] of Object.entries(COPIED)) add(path, await Deno.readFile(new URL(url)));
  add("manifest.webmanifest", createManifest());
  const icon = new TextDecoder().decode(site.get("icon.svg")!.body);
  for (const [path, body] of await drawIcons(icon)) add(path, body);
  for (const { card, description, binary, outline } of publications) {
    add(`models/${card.name}.json`, JSON.stringify(description));
    add(`models/${card.name}.bin`, binary);
    add(`models/${card.name}.outline.json`, JSON.stringify(outline));
  }
  for (const [path, deflate] of createDigitFiles(await loadMnist())) {
    site.set(path, {
      type: TYPES.bin,
      get body() {
        return deflate();
      },
    });
  }
  if (offline) add(SERVICE_WORKER, describeSite(site, publications[0].card.name) + serviceWorker);
  return site;
}

async function publishModels(
  modelsDir: string,
  names: string[],
  onSkip: (reason: string) => void,
): Promise<Publication[]> {
  const publications: Publication[] = [];
  for (const name of names) {
    try {
      publications.push(await publishModel(join(modelsDir, name), name));
    } catch (error) {
      if (error instanceof InputError) onSkip(error.message);
      else if (error instanceof UnsupportedModelError) onSkip(`${name}: ${error.message}`);
      else throw error;
    }
  }
  if (publications.length === 0) throw noModel(modelsDir);
  return publications;
}

/** The models' folders: "lenet5" first, as everywhere the one that is meant if none is named. */
async function listModels(modelsDir: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(modelsDir)) {
      if (entry.isFile || entry.name.startsWith(".")) continue;
      // The page reads single models.
      if (!await isCommittee(join(modelsDir, entry.name))) names.push(entry.name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const rank = (name: string) => name === "lenet5" ? 0 : 1;
  return names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b, "en"));
}

function noModel(modelsDir: string): InputError {
  return new InputError(
    `${modelsDir}: expected at least one model there; deno task train makes one`,
  );
}
