export { activate, addActivationSums, replaceByGradient } from "./activation";
export { convolve, mapAxis } from "./convolution";
export { dropValues } from "./dropout";
export { addFilterGradient } from "./filter_gradient";
export { addMoments } from "./moments";
export { adamW } from "./optimizer";
export { softmax, softmaxGradient } from "./softmax";
export { clearLanes, deinterleave, flipWeights, interleave } from "./transpose";
export { copyDigit, packDigit, warpDigit } from "./warp";
