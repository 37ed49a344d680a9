/**
 * The Worker in which the page reads, so that the pen never waits.
 *
 * @module
 */
import { decodeCalibration } from "../../reader/calibration.ts";
import { type PublishedModel, unpackWeights } from "../../reader/published_model.ts";
import { buildReader } from "../../reader/reader.ts";
import type { ModelParts } from "../site/describe_model.ts";
import { loadParts, sayDamaged } from "./model_parts.ts";
import { checkReadRequest, type ReadReply, type ReadRequest } from "./reader_messages.ts";
import { createReadingSession } from "./reading_session.ts";

/** The little of a Worker's global scope that is used here. */
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<unknown>) => void;
  postMessage(reply: ReadReply): void;
};

const session = createReadingSession();
/** The model that is to be read with, as long as it is not loaded: tried again at the next request. */
let wanted: string | ModelParts | undefined;

scope.onmessage = async ({ data }) => {
  try {
    scope.postMessage(await answer(checkReadRequest(data)));
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
  const parts = await loadParts(wanted);
  try {
    return await useParts(parts);
  } catch (error) {
    throw new Error(sayDamaged(wanted, error));
  }
}

async function useParts({ description, binary }: ModelParts): Promise<PublishedModel> {
  const weights = unpackWeights(description, binary.buffer), { network } = description;
  const calibration = description.calibration &&
    decodeCalibration(description.calibration, network);
  session.useReader(await buildReader({ ...description, weights, calibration }));
  return description;
}
