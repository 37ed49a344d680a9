/**
 * A network as Python source: a PyTorch module whose state dict has the tensors of the safetensors file.
 *
 * @module
 */
import type { Norm, Stage } from "../model/network.ts";
import type { Description } from "./description.ts";
import { type ModuleNames, nameModules, toIdentifier } from "./module_names.ts";
import { readsVector } from "./tensors.ts";

/** PyTorch's modules for the non-linearities. */
const ACTIVATION_MODULES = {
  linear: undefined,
  relu: "nn.ReLU()",
  tanh: "nn.Tanh()",
  sigmoid: "nn.Sigmoid()",
};

/**
 * Writes the module. `load()` reads the weights that lie beside it; the network gives logits, whose
 * softmax are the probabilities, as PyTorch's losses want them.
 *
 * @param options Name of the safetensors file, without a folder, and what Python imports the module by.
 */
export function formatTorchModule(
  description: Description,
  { weightsFile, moduleName }: { weightsFile: string; moduleName: string },
): string {
  const { name, classes } = description;
  const className = toClassName(name);
  const layers = listLayers(description)
    .map(([layer, expression]) => `            (${JSON.stringify(layer)}, ${expression}),`);
  return `"""${
    toIdentifier(name)
  }: reads 28x28 images, ink in [0, 1], shape [batch, 1, 28, 28], and gives logits.

    import torch
    from ${moduleName} import CLASSES, load

    network = load()
    probabilities = network(torch.zeros(1, 1, 28, 28)).softmax(1)
"""
from collections import OrderedDict
from pathlib import Path

from safetensors.torch import load_file
from torch import nn

CLASSES = ${JSON.stringify(classes)}


class ${className}(nn.Sequential):
    def __init__(self):
        super().__init__(OrderedDict([
${layers.join("\n")}
        ]))


def load(path=Path(__file__).with_name(${JSON.stringify(weightsFile)})):
    """The trained network, ready for inference."""
    network = ${className}()
    network.load_state_dict(load_file(path))
    return network.eval()
`;
}

/** Such as `["C1", "nn.Conv2d(1, 6, 5, padding=\\"same\\")"]`. */
function listLayers({ network }: Description): [name: string, expression: string][] {
  const names = nameModules(network);
  return network.stages.flatMap((stage, index) => {
    const name = names[index], isVector = readsVector(network, index);
    const isFirstVector = isVector && !(index > 0 && readsVector(network, index - 1));
    const layers: [string, string][] = isFirstVector ? [[`${name.layer}_flatten`, FLATTEN]] : [];
    layers.push([name.layer, isVector ? formatLinear(stage) : formatConvolution(stage)]);
    return [...layers, ...listFollowers(stage, name, isVector ? "1d" : "2d")];
  });
}

const FLATTEN = "nn.Flatten()";

function listFollowers(stage: Stage, name: ModuleNames, dimensions: string): [string, string][] {
  const { norm, poolHeight, poolWidth, averagePool, dropout, outputs } = stage;
  const layers: [string, string][] = [];
  if (norm) layers.push([name.norm, `nn.BatchNorm${dimensions}(${outputs}${formatNorm(norm)})`]);
  const activation = ACTIVATION_MODULES[stage.activation];
  if (activation) layers.push([name.activation, activation]);
  if (poolHeight * poolWidth > 1) {
    const kind = averagePool ? "nn.AvgPool2d" : "nn.MaxPool2d";
    layers.push([name.pool, `${kind}(${pair(poolHeight, poolWidth)})`]);
  }
  if (dropout > 0) layers.push([name.dropout, `nn.Dropout(${dropout})`]);
  return layers;
}

function formatLinear({ channels, outputs, bias }: Stage): string {
  return `nn.Linear(${channels}, ${outputs}${bias ? "" : ", bias=False"})`;
}

function formatConvolution(stage: Stage): string {
  const { channels, outputs, kernelHeight, kernelWidth, bias } = stage;
  const isSame = stage.outHeight === stage.height && stage.outWidth === stage.width;
  const isPadded = isSame && kernelHeight * kernelWidth > 1;
  return `nn.Conv2d(${channels}, ${outputs}, ${pair(kernelHeight, kernelWidth)}` +
    `${isPadded ? ', padding="same"' : ""}${bias ? "" : ", bias=False"})`;
}

/** PyTorch's momentum is the share that a step brings in, ours the one that it keeps. */
function formatNorm({ epsilon, momentum }: Norm): string {
  const share = Number((1 - momentum).toFixed(12));
  return `, eps=${epsilon}, momentum=${share}`;
}

const pair = (height: number, width: number) =>
  height === width ? `${height}` : `(${height}, ${width})`;

function toClassName(name: string): string {
  const word = toIdentifier(name).split("_").filter(Boolean)
    .map((part) => part[0].toUpperCase() + part.slice(1)).join("_");
  return /^[A-Z]/.test(word) ? word : `Network_${word}`;
}
