/**
 * What a network's parts are called in a PyTorch module, in an ONNX graph and in C.
 *
 * @module
 */
import type { Network } from "../model/network.ts";

/** Names of a stage's parts. */
export interface ModuleNames {
  /** The convolution or dense layer, such as "C1". */
  layer: string;
  norm: string;
  activation: string;
  pool: string;
  dropout: string;
}

/** Public attributes of `torch.nn.Module`, which no layer may be called by. */
const RESERVED = new Set(
  ("T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double " +
    "dump_patches eval extra_repr float forward get_buffer get_extra_state get_parameter get_submodule " +
    "half ipu load_state_dict modules mtia named_buffers named_children named_modules named_parameters " +
    "parameters register_backward_hook register_buffer register_forward_hook register_forward_pre_hook " +
    "register_full_backward_hook register_full_backward_pre_hook register_load_state_dict_post_hook " +
    "register_load_state_dict_pre_hook register_module register_parameter " +
    "register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state " +
    "set_submodule share_memory state_dict to to_empty train training type xpu zero_grad append extend " +
    "insert pop").split(" "),
);

/** Names the parts of every stage: ASCII words, each used once. */
export function nameModules(network: Network): ModuleNames[] {
  const taken = new Set(RESERVED);
  const claim = (wanted: string) => {
    const word = toIdentifier(wanted);
    let name = word;
    for (let i = 2; taken.has(name); i++) name = `${word}_${i}`;
    taken.add(name);
    return name;
  };
  // Layers first, so that theirs are the names that stay as they are.
  const layers = network.stages.map(({ name }) => claim(name));
  return layers.map((layer, index) => {
    const { norm, poolName } = network.stages[index];
    return {
      layer,
      norm: claim(norm?.movingMean.name.split("/").at(-2) ?? `${layer}_norm`),
      activation: claim(`${layer}_activation`),
      pool: claim(poolName ?? `${layer}_pool`),
      dropout: claim(`${layer}_dropout`),
    };
  });
}

/** A word of ASCII letters, digits and underscores that does not begin with a digit. */
export function toIdentifier(text: string): string {
  const word = text.replace(/\W/g, "_");
  return /^[A-Za-z_]/.test(word) ? word : `_${word}`;
}
