/**
 * The Worker in which the page reads, so that the pen never waits.
 *
 * @module
 */
import { compileKernelModule } from "../../kernels/module.ts";
import type { PublishedModel } from "../reader/published_model.ts";
import { unpackValues } from "../reader/published_model.ts";
import { createReader, type Reader } from "../reader/reader.ts";
import type { ReadReply, ReadRequest } from "./reader_client.ts";

/** The little of a Worker's global scope that is used here. */
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<ReadRequest>) => void;
  postMessage(reply: ReadReply): void;
};

const reader: Promise<Reader> = compileKernelModule(false).then(createReader);

scope.onmessage = async ({ data }) => {
  try {
    scope.postMessage(await answer(data));
  } catch (error) {
    scope.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
};

async function answer({ model, picture, near }: ReadRequest): Promise<ReadReply> {
  if (picture) (await reader).usePicture(picture.pixels);
  const published = model === undefined ? undefined : await useModel(await reader, model);
  return { reading: await (await reader).read(near), model: published };
}

async function useModel(reader: Reader, name: string): Promise<PublishedModel> {
  const load = async (extension: string) => {
    const path = `./models/${encodeURIComponent(name)}.${extension}`;
    const response = await fetch(new URL(path, import.meta.url));
    if (!response.ok) throw new Error(`${name}: cannot load the model (${response.status})`);
    return response;
  };
  const [description, binary] = await Promise.all([load("json"), load("bin")]);
  const model: PublishedModel = await description.json();
  reader.useModel(model, unpackValues(model, await binary.arrayBuffer()));
  return model;
}
