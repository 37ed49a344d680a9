/**
 * The page's models as a Worker loads them.
 *
 * @module
 */
import type { ModelParts } from "../site/describe_model.ts";

/**
 * Loads a model of the page.
 *
 * @throws {Error} In a sentence, if it cannot be loaded.
 */
export async function loadParts(name: string): Promise<ModelParts> {
  const [description, binary] = await Promise.all([
    fetchPart(name, "json"),
    fetchPart(name, "bin"),
  ]);
  return {
    description: await description.json().catch((error) => {
      throw new Error(sayDamaged(name, error));
    }),
    binary: new Uint8Array(await binary.arrayBuffer()),
  };
}

/** Says that a model's files are not what they should be. */
export function sayDamaged(name: string, error: unknown): string {
  return `The model ${name} is damaged: ${(error as Error).message}.`;
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
