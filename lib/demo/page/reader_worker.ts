/**
 * The Worker in which the page reads, so that the pen never waits.
 *
 * @module
 */
import { compileKernelModule } from "../../kernels/module.ts";
import {
  type ModelValues,
  type PublishedModel,
  unpackValues,
} from "../../reader/published_model.ts";
import { createReader, type Reader } from "../../reader/reader.ts";
import type { ReadReply, ReadRequest } from "./reader_client.ts";

/** The little of a Worker's global scope that is used here. */
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<ReadRequest>) => void;
  postMessage(reply: ReadReply): void;
};

/** Begun at once, and again at the next request if it failed: a file may be there by then. */
let reader: Promise<Reader> | undefined = startReading();
/** The model that is to be read with, as long as it is not loaded. */
let wanted: string | undefined;

scope.onmessage = async ({ data }) => {
  try {
    scope.postMessage(await answer(data));
  } catch (error) {
    scope.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
};

async function answer(request: ReadRequest): Promise<ReadReply> {
  wanted = request.model ?? wanted;
  const ready = await (reader ??= startReading());
  if (request.picture) ready.usePicture(request.picture.pixels);
  let loaded: PublishedModel | undefined;
  if (wanted !== undefined) {
    const { model, values } = await loadModel(wanted);
    ready.useModel(model, values);
    wanted = undefined;
    loaded = model;
  }
  return { reading: await ready.read(request.near), model: loaded };
}

function startReading(): Promise<Reader> {
  const started = compileKernelModule(false).then(createReader, () => {
    reader = undefined;
    throw new Error(
      "The page's WebAssembly could not be loaded (kernels.local.wasm): is the network down, or is " +
        "the file missing on the server?",
    );
  });
  started.catch(() => {}); // told at every request
  return started;
}

async function loadModel(name: string): Promise<{ model: PublishedModel; values: ModelValues }> {
  const [description, binary] = await Promise.all([
    fetchPart(name, "json"),
    fetchPart(name, "bin"),
  ]);
  try {
    const model: PublishedModel = await description.json();
    return { model, values: unpackValues(model, await binary.arrayBuffer()) };
  } catch (error) {
    throw new Error(`The model ${name} is damaged: ${(error as Error).message}.`);
  }
}

async function fetchPart(name: string, extension: string): Promise<Response> {
  const path = `./models/${encodeURIComponent(name)}.${extension}`;
  const response = await fetch(new URL(path, import.meta.url)).catch(() => {
    throw new Error(`The model ${name} could not be loaded: the network is down.`);
  });
  if (response.ok) return response;
  const reason = response.status === 404
    ? `models/${name}.${extension} is missing on the server`
    : `the server answered ${response.status}`;
  throw new Error(`The model ${name} could not be loaded: ${reason}.`);
}
