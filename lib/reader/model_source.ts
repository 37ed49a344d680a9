/**
 * Where a reader takes its model from.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import type { Model } from "../model/model.ts";
import { decodeModel, readModelJson } from "../model/model_json.ts";
import { findNodeBuiltin } from "../node_builtin.ts";

/** The files of a saved model, read already. */
export interface ModelFiles {
  /** The contents of `model.json`, parsed. */
  json: unknown;
  /** The bytes of `weights.bin`. */
  weights: Uint8Array | ArrayBuffer;
  /** The contents of `run.json`, parsed, if there is one: it names the classes. */
  run?: unknown;
  /** The contents of `reader.json`, parsed, if there is one. */
  calibration?: unknown;
}

/** A saved model: the address of its folder or of its `model.json`, or its files. */
export type ModelSource = URL | string | ModelFiles;

/**
 * Reads a model from where it is.
 *
 * @throws {InputError} If a file is missing or is not that of a model.
 */
export async function readModelSource(
  source: ModelSource,
): Promise<{ model: Model; calibration: unknown }> {
  const isAddress = typeof source === "string" || source instanceof URL;
  const files = isAddress ? await fetchModel(source) : source;
  const shown = isAddress ? `${source}` : "model";
  const { weights } = (files ?? {}) as Partial<ModelFiles>;
  if (!(weights instanceof Uint8Array || weights instanceof ArrayBuffer)) {
    throw new InputError(
      `model: expected a URL, or json and weights (a Uint8Array or an ArrayBuffer), got ${
        weights === undefined ? "no weights" : typeof weights
      }`,
    );
  }
  try {
    const bytes = new Uint8Array(weights instanceof Uint8Array ? weights : new Uint8Array(weights));
    const model = decodeModel(readModelJson(files.json), bytes, readDetails(files.run));
    return { model, calibration: files.calibration };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new InputError(`${shown}: expected a saved model: ${error.message}`);
  }
}

/** What run.json says of the network, as far as it says it. */
function readDetails(run: unknown) {
  const { network, classes } = (run ?? {}) as { network?: { name?: unknown }; classes?: unknown };
  return {
    ...(typeof network?.name === "string" && { name: network.name }),
    ...(Array.isArray(classes) && { classes: classes as string[] }),
  };
}

async function fetchModel(source: URL | string): Promise<ModelFiles> {
  const address = resolveAddress(source);
  const isFile = address.pathname.endsWith(".json");
  if (!isFile && !address.pathname.endsWith("/")) address.pathname += "/";
  const fetchBeside = async (name: string) => {
    const url = new URL(name, address);
    const bytes = await fetchFile(url);
    if (!bytes) throw new InputError(`${url}: expected a file of a saved model, found none`);
    return bytes;
  };
  const [bytes, run, calibration] = await Promise.all([
    fetchBeside(isFile ? address.href : "model.json"),
    fetchFile(new URL("run.json", address)),
    fetchFile(new URL("reader.json", address)),
  ]);
  const json = parse(bytes, "model.json");
  const parts = await Promise.all(readPaths(json, source).map(fetchBeside));
  return {
    json,
    weights: await new Blob(parts).arrayBuffer(),
    run: run && parse(run, "run.json"),
    calibration: calibration && parse(calibration, "reader.json"),
  };
}

function readPaths(json: unknown, source: URL | string): string[] {
  try {
    return readModelJson(json).paths;
  } catch (error) {
    throw new InputError(`${source}: expected a saved model: ${(error as Error).message}`);
  }
}

/** Relative addresses are those of the page; where there is none, they mean nothing. */
function resolveAddress(source: URL | string): URL {
  const { location } = globalThis as { location?: { href: string } };
  try {
    return new URL(source, location?.href);
  } catch {
    throw new InputError(`model: expected an absolute URL, got ${source}`);
  }
}

/** A file's bytes; undefined where there is none. */
async function fetchFile(url: URL): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (url.protocol === "file:") return await readLocalFile(url);
  const response = await fetch(url);
  // Servers of pages made by scripts answer with the page where a file is missing.
  const isPage = response.headers.get("content-type")?.startsWith("text/html");
  if (response.ok && !isPage) return new Uint8Array(await response.arrayBuffer());
  await response.body?.cancel();
  if (response.status === 404 || response.ok) return undefined;
  throw new InputError(`${url}: expected a file, the server answered ${response.status}`);
}

/** Node's fetch reads no files. */
async function readLocalFile(url: URL): Promise<Uint8Array<ArrayBuffer> | undefined> {
  interface Files {
    readFile(path: URL): Promise<Uint8Array<ArrayBuffer>>;
  }
  const files = findNodeBuiltin<Files>("node:fs/promises");
  if (!files) throw new InputError(`${url}: expected an address that a browser can fetch`);
  try {
    return await files.readFile(url);
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw new InputError(`${url}: ${(error as Error).message}`);
  }
}

function parse(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new InputError(`${name}: expected JSON: ${(error as Error).message}`);
  }
}
