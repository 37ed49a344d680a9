/**
 * A network's layers in the JSON form that tfjs and Keras share (`modelTopology` of a model.json), and as
 * a list that is easy to read.
 *
 * @module
 */

/** A layer in JSON: snake_case keys, as Keras writes them. */
export interface LayerJson {
  /** Such as "Conv2D". */
  class_name: string;
  /** The layer's settings. */
  config: Record<string, unknown>;
  /** Of functional models: which layers' outputs it reads. */
  inbound_nodes?: unknown;
}

/** The JSON of a whole network. */
export interface Topology {
  /** "Sequential", or a functional model's. */
  class_name: string;
  /** The layers, and how they hang together. */
  config: unknown;
  /** What else Keras writes. */
  [key: string]: unknown;
}

/** A layer as {@link listLayers} gives it. */
export interface Layer {
  /** Such as "C1". */
  name: string;
  /** Such as "Conv2D". */
  className: string;
  /** Its settings, with camelCase keys. */
  config: Record<string, unknown>;
  /** Names of the layers that it reads, one list a use; undefined in a sequential model. */
  inputs?: string[][];
}

/** Lists the layers of a sequential or functional topology in their order. */
export function listLayers(topology: Topology): Layer[] {
  return layersOf(topology).map((layer) => ({
    name: `${layer.config?.name ?? ""}`,
    className: layer.class_name,
    config: Object.fromEntries(
      Object.entries(layer.config ?? {}).map(([key, value]) => [toCamelCase(key), value]),
    ),
    inputs: isFunctional(topology) ? readInputs(layer) : undefined,
  }));
}

/** Names of the layers whose outputs the network gives; undefined for a sequential one. */
export function listOutputs(topology: Topology): string[] | undefined {
  if (!isFunctional(topology)) return undefined;
  const { output_layers: outputs } = unwrap(topology).config as Record<string, unknown>;
  // A single output may stand without the outer brackets: ["name", 0, 0].
  const list = Array.isArray(outputs) && typeof outputs[0] === "string" ? [outputs] : outputs;
  return Array.isArray(list) ? list.map((output) => `${output?.[0]}`) : [];
}

/** Shape of what the network reads, without the batch; undefined where no layer says it. */
export function findInputShape(topology: Topology): number[] | undefined {
  for (const { config } of listLayers(topology)) {
    const shape = config.batchInputShape ?? config.batchShape;
    if (Array.isArray(shape)) return shape.slice(1) as number[];
  }
  return undefined;
}

/** Outputs of the last dense layer: how many classes the network has; undefined where there is none. */
export function countOutputs(topology: Topology): number | undefined {
  const dense = listLayers(topology).findLast(({ className }) => className === "Dense");
  return typeof dense?.config.units === "number" ? dense.config.units : undefined;
}

/** Keras wraps the model in a `model_config`, tfjs does not. */
function unwrap(topology: Topology): Topology {
  return (topology.model_config as Topology | undefined) ?? topology;
}

function isFunctional(topology: Topology): boolean {
  return unwrap(topology).class_name !== "Sequential";
}

function layersOf(topology: Topology): LayerJson[] {
  const { config } = unwrap(topology);
  const layers = Array.isArray(config) ? config : (config as { layers?: unknown } | null)?.layers;
  return Array.isArray(layers) ? layers as LayerJson[] : [];
}

/** Each use of a layer is a node: a list of [layer, node, tensor, arguments]. */
function readInputs({ inbound_nodes: nodes }: LayerJson): string[][] {
  if (!Array.isArray(nodes)) return [];
  return nodes.map((node) => Array.isArray(node) ? node.map((input) => `${input?.[0]}`) : []);
}

function toCamelCase(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
