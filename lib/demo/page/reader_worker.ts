/**
 * The Worker in which the page reads, so that the pen never waits.
 *
 * @module
 */
import { decodeCalibration } from "../../reader/calibration.ts";
import { type PublishedModel, unpackWeights } from "../../reader/published_model.ts";
import { buildReader } from "../../reader/reader.ts";
import type { ModelParts } from "../site/describe_model.ts";
import type { ReadReply, ReadRequest } from "./reader_client.ts";
import { createReadingSession } from "./reading_session.ts";

/** The little of a Worker's global scope that is used here. */
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<ReadRequest>) => void;
  postMessage(reply: ReadReply): void;
};

const session = createReadingSession();
/** The model that is to be read with, as long as it is not loaded: tried again at the next request. */
let wanted: string | ModelParts | undefined;

scope.onmessage = async ({ data }) => {
  try {
    scope.postMessage(await answer(data));
  } catch (error) {
    scope.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
};

async function answer(request: ReadRequest): Promise<ReadReply> {
  wanted = request.model ?? wanted;
  if (request.picture) session.usePicture(request.picture.pixels);
  let loaded: PublishedModel | undefined;
  if (wanted !== undefined) {
    loaded = await useModel(wanted);
    wanted = undefined;
  }
  return { reading: await session.read(request.near), model: loaded };
}

async function useModel(wanted: string | ModelParts): Promise<PublishedModel> {
  if (typeof wanted !== "string") return await useParts(wanted);
  const [description, binary] = await Promise.all([
    fetchPart(wanted, "json"),
    fetchPart(wanted, "bin"),
  ]);
  try {
    return await useParts({
      description: await description.json(),
      binary: new Uint8Array(await binary.arrayBuffer()),
    });
  } catch (error) {
    throw new Error(`The model ${wanted} is damaged: ${(error as Error).message}.`);
  }
}

async function useParts({ description, binary }: ModelParts): Promise<PublishedModel> {
  const weights = unpackWeights(description, binary.buffer), { network } = description;
  const calibration = description.calibration &&
    decodeCalibration(description.calibration, network);
  session.useReader(await buildReader({ ...description, weights, calibration }));
  return description;
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
