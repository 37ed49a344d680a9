/**
 * Finds a known network's layers in a PyTorch state dict of other names.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import type { Network } from "../model/network.ts";
import { nameModules } from "./module_names.ts";
import { listTensors, type Tensor } from "./tensors.ts";

/** The tensors of one module, by the last part of their names. */
interface Module {
  name: string;
  tensors: Map<string, Tensor>;
}

/** A state dict under a network's names. */
export interface Match {
  tensors: Map<string, Tensor>;
  /** Whether each convolution and dense layer has a bias, by the stage's name. */
  biases: Map<string, boolean>;
}

/** Whether a state dict has norms. */
export function hasNorms(tensors: ReadonlyMap<string, Tensor>): boolean {
  return [...tensors.keys()].some((name) => name.endsWith("running_mean"));
}

/**
 * Renames a state dict by the shapes of its layers; where several have the same, all must stand in the
 * network's order by name ("2.weight" before "10.weight").
 *
 * @throws {InputError} If a layer has no counterpart, or more than one may be it.
 */
export function matchModules(
  tensors: ReadonlyMap<string, Tensor>,
  network: Network,
  { file, model }: { file: string; model: string },
): Match {
  const { compare } = new Intl.Collator("en", { numeric: true });
  const theirs = listModules(tensors).sort((a, b) => compare(a.name, b.name));
  const ours = listModules(
    new Map(listTensors(network).map(({ name, shape }) => [name, { shape, values: EMPTY }])),
  );
  const extra = theirs.find((module) => !ours.some((other) => sign(other) === sign(module)));
  if (extra) {
    throw new InputError(`${file}: ${model} has no layer like ${extra.name} (${sign(extra)})`);
  }
  const isInOrder = theirs.map(sign).join() === ours.map(sign).join();
  const match: Match = { tensors: new Map(), biases: new Map() };
  const stages = new Map(
    nameModules(network).map(({ layer }, index) => [layer, network.stages[index].name]),
  );
  ours.forEach((module, index) => {
    const alike = theirs.filter((other) => sign(other) === sign(module));
    if (alike.length !== 1 && !isInOrder) {
      throw new InputError(
        `${file}: expected one layer like ${model}'s ${module.name} (${sign(module)}), ` +
          `found ${alike.map(({ name }) => name).join(", ") || "none"}`,
      );
    }
    const found = isInOrder ? theirs[index] : alike[0];
    for (const [part, tensor] of found.tensors) match.tensors.set(`${module.name}.${part}`, tensor);
    const stage = stages.get(module.name);
    if (stage !== undefined) match.biases.set(stage, found.tensors.has("bias"));
  });
  return match;
}

const EMPTY = new Float32Array(0);

/** What a module is recognised by, such as "weight [16, 6, 5, 5]" or "norm [16]". */
function sign({ tensors }: Module): string {
  const mean = tensors.get("running_mean");
  return mean
    ? `norm [${mean.shape.join(", ")}]`
    : `weight [${tensors.get("weight")?.shape.join(", ") ?? "missing"}]`;
}

/** Groups tensors by module. */
function listModules(tensors: ReadonlyMap<string, Tensor>): Module[] {
  const modules = new Map<string, Module>();
  for (const [full, tensor] of tensors) {
    const cut = full.lastIndexOf("."), name = full.slice(0, Math.max(cut, 0));
    const module = modules.get(name) ?? { name, tensors: new Map() };
    modules.set(name, module);
    module.tensors.set(full.slice(cut + 1), tensor);
  }
  return [...modules.values()];
}
