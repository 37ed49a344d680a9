/**
 * A network's weights as a safetensors file with PyTorch's names and layouts.
 *
 * @module
 */
import type { Description } from "./description.ts";
import { formatMetadata } from "./metadata.ts";
import { encodeSafetensors } from "./safetensors.ts";
import { toTensors } from "./tensors.ts";

/** Encodes the weights; the metadata tells the layers, so that the file can be imported by itself. */
export function encodeWeights(description: Description): Uint8Array<ArrayBuffer> {
  const { network, weights, topology } = description;
  const metadata = {
    format: "pt",
    ...formatMetadata(description),
    topology: JSON.stringify(topology),
  };
  return encodeSafetensors({ tensors: toTensors(network, weights), metadata });
}
