/**
 * The page as static files: written beside their places first, then moved there.
 *
 * @module
 */
import { dirname, join } from "@std/path";
import { exists, syncFolder, writeDurably } from "../../durable_files.ts";
import { InputError } from "../../errors.ts";
import type { Site } from "./site.ts";

/** Files by which a folder is known to hold the page. */
const PAGE_MARKS = ["index.html", "reader_worker.js", "style.css"];

/** Where files lie until all are on disk. */
const BUILDING = /^\.building-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Says that such a folder is this module's own. */
const MARKER = ".page-on-its-way";

/**
 * Writes the page's files into a folder, which is made if need be. An earlier page there is replaced; its models
 * that are no longer there are removed. Where there is no room for all of the new files, the earlier ones stay.
 *
 * @throws {InputError} If the folder holds something else, or a link where a file of the page belongs.
 */
export async function writeSite(site: Site, dir: string): Promise<void> {
  const present = await listFolder(dir);
  const others = present.filter((name) => !BUILDING.test(name));
  if (others.length > 0 && !PAGE_MARKS.every((name) => others.includes(name))) {
    throw new InputError(`expected an empty folder or an earlier page, found ${others[0]}`);
  }
  const paths = [...site.keys()];
  for (const place of new Set(paths.flatMap(withFolders))) await refuseLink(dir, place);
  await removeLeftovers(dir, present);
  const building = join(dir, `.building-${crypto.randomUUID()}`);
  try {
    await writeAll(site, building);
    // The page that names the others comes last.
    for (
      const path of paths.sort((a, b) => Number(a === "index.html") - Number(b === "index.html"))
    ) {
      await Deno.mkdir(dirname(join(dir, path)), { recursive: true });
      await Deno.rename(join(building, path), join(dir, path));
    }
  } finally {
    await Deno.remove(building, { recursive: true }).catch(() => {});
  }
  await removeOldModels(site, join(dir, "models"));
  await syncFolder(dir);
}

/** A path and the folders that it leads through: "models/a.bin" and "models". */
function withFolders(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
}

/** Whatever a link leads to is not the page's. */
async function refuseLink(dir: string, path: string): Promise<void> {
  const info = await Deno.lstat(join(dir, path)).catch(() => null);
  if (info?.isSymlink) {
    throw new InputError(`expected files of an earlier page, found a link: ${path}`);
  }
}

/** What a build left that was cut off. */
async function removeLeftovers(dir: string, present: string[]): Promise<void> {
  for (const name of present.filter((name) => BUILDING.test(name))) {
    const isOurs = await exists(join(dir, name, MARKER));
    if (isOurs) await Deno.remove(join(dir, name), { recursive: true });
  }
}

async function writeAll(site: Site, building: string): Promise<void> {
  await Deno.mkdir(building, { recursive: true });
  await writeDurably(join(building, MARKER), new Uint8Array());
  for (const [path, { body }] of site) {
    const file = join(building, path);
    await Deno.mkdir(dirname(file), { recursive: true });
    await writeDurably(file, body);
  }
}

async function removeOldModels(site: Site, models: string): Promise<void> {
  for (const name of await listFolder(models)) {
    const isModel = /\.(json|bin)$/.test(name);
    if (isModel && !site.has(`models/${name}`)) await Deno.remove(join(models, name));
  }
}

/** Names of what lies in a folder; none if there is no such folder. */
async function listFolder(dir: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(dir))).map(({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
