/**
 * Networks by name, and models: plain data that is made, saved and loaded without tfjs.
 *
 * @module
 */
export { InputError } from "../errors.ts";
export * from "./check_classes.ts";
export * from "./committee.ts";
export { createModel, type NetworkOptions } from "./create_model.ts";
export * from "./filters.ts";
export * from "./model_frames.ts";
export * from "./layers.ts";
export * from "./model.ts";
export * from "./model_json.ts";
export * from "./network.ts";
export * from "./read_network.ts";
export * from "./registry.ts";
export * from "./store.ts";
export * from "./summarize.ts";
export type { Layer, LayerJson, Topology } from "./topology.ts";
export * from "./weight_sharing.ts";
export type { LenetOptions } from "./zoo/lenet.ts";
export { createLenet1 } from "./zoo/lenet1.ts";
export { createLenet4 } from "./zoo/lenet4.ts";
export { createLenet5 } from "./zoo/lenet5.ts";
export { createLenet5As1998 } from "./zoo/lenet5_1998.ts";
export type { VggOptions } from "./zoo/vgg.ts";
export { createVggLarge } from "./zoo/vgg_large.ts";
export { createVggSmall } from "./zoo/vgg_small.ts";
