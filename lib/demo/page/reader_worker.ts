/**
 * The Worker in which the page reads, so that the pen never waits.
 *
 * @module
 */
import { type PublishedModel, unpackValues } from "../../reader/published_model.ts";
import { buildReader } from "../../reader/reader.ts";
import type { ReadReply, ReadRequest } from "./reader_client.ts";
import { createReadingSession } from "./reading_session.ts";

/** The little of a Worker's global scope that is used here. */
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<ReadRequest>) => void;
  postMessage(reply: ReadReply): void;
};

const session = createReadingSession();
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
  if (request.picture) session.usePicture(request.picture.pixels);
  const loaded = await model;
  const reading = await session.read(request.near);
  return { reading, model: request.model === undefined ? undefined : loaded };
}

async function useModel(name: string): Promise<PublishedModel> {
  const [description, binary] = await Promise.all([
    fetchPart(name, "json"),
    fetchPart(name, "bin"),
  ]);
  const published: PublishedModel = await description.json();
  const { weights, typical } = unpackValues(published, await binary.arrayBuffer());
  const calibration = { ...published.typical, limits: published.limits, typical };
  session.useReader(await buildReader({ ...published, weights, calibration }));
  return published;
}

async function fetchPart(name: string, extension: string): Promise<Response> {
  const path = `./models/${encodeURIComponent(name)}.${extension}`;
  const response = await fetch(new URL(path, import.meta.url));
  if (response.ok) return response;
  throw new Error(`the model ${name} cannot be loaded (HTTP ${response.status})`);
}
