/**
 * The Worker in which the page reads, so that the pen never waits.
 *
 * @module
 */
import { compileKernelModule } from "../../kernels/module.ts";
import { type PublishedModel, unpackValues } from "../../reader/published_model.ts";
import { createReader, type Reader } from "../../reader/reader.ts";
import type { ModelParts } from "../site/describe_model.ts";
import type { ReadReply, ReadRequest } from "./reader_client.ts";

/** The little of a Worker's global scope that is used here. */
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<ReadRequest>) => void;
  postMessage(reply: ReadReply): void;
};

const reader: Promise<Reader> = compileKernelModule(false).then(createReader);
/** The model that was asked for last; why it failed, if it did, is told at every request. */
let model: Promise<PublishedModel>;

scope.onmessage = async ({ data }) => {
  try {
    scope.postMessage(await answer(data));
  } catch (error) {
    scope.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
};

async function answer(request: ReadRequest): Promise<ReadReply> {
  if (request.model !== undefined) model = useModel(request.model);
  if (request.picture) (await reader).usePicture(request.picture.pixels);
  const loaded = await model;
  const reading = await (await reader).read(request.near);
  return { reading, model: request.model === undefined ? undefined : loaded };
}

async function useModel(wanted: string | ModelParts): Promise<PublishedModel> {
  const { description, binary } = typeof wanted === "string" ? await fetchModel(wanted) : wanted;
  (await reader).useModel(description, unpackValues(description, binary.buffer));
  return description;
}

async function fetchModel(name: string): Promise<ModelParts> {
  const [description, binary] = await Promise.all([
    fetchPart(name, "json"),
    fetchPart(name, "bin"),
  ]);
  return {
    description: await description.json(),
    binary: new Uint8Array(await binary.arrayBuffer()),
  };
}

async function fetchPart(name: string, extension: string): Promise<Response> {
  const path = `./models/${encodeURIComponent(name)}.${extension}`;
  const response = await fetch(new URL(path, import.meta.url));
  if (response.ok) return response;
  throw new Error(`the model ${name} cannot be loaded (HTTP ${response.status})`);
}
