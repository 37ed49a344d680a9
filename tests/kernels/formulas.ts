/**
 * The arithmetic of the kernels as one would write it down, in double precision, one image at a time.
 *
 * @module
 */

/** A convolution of stride 1; see the kernel `convolve`. */
export interface ConvolutionShape {
  height: number;
  width: number;
  channels: number;
  kernelHeight: number;
  kernelWidth: number;
  outputs: number;
  padTop: number;
  padLeft: number;
  outHeight: number;
  outWidth: number;
}

/** Calls `visit` for every product of a convolution with the indices of its three factors. */
export function eachProduct(
  shape: ConvolutionShape,
  visit: (input: number, weight: number, output: number) => void,
): void {
  const { height, width, channels, kernelHeight, kernelWidth, outputs } = shape;
  for (let y = 0; y < shape.outHeight; y++) {
    for (let x = 0; x < shape.outWidth; x++) {
      for (let ky = 0; ky < kernelHeight; ky++) {
        for (let kx = 0; kx < kernelWidth; kx++) {
          const row = y + ky - shape.padTop, column = x + kx - shape.padLeft;
          if (row < 0 || row >= height || column < 0 || column >= width) continue;
          for (let i = 0; i < channels; i++) {
            const input = (row * width + column) * channels + i;
            const weight = ((ky * kernelWidth + kx) * channels + i) * outputs;
            const output = (y * shape.outWidth + x) * outputs;
            for (let o = 0; o < outputs; o++) visit(input, weight + o, output + o);
          }
        }
      }
    }
  }
}

/** Output of a convolution, `[outHeight, outWidth, outputs]`. */
export function convolve(
  input: ArrayLike<number>,
  weights: ArrayLike<number>,
  shape: ConvolutionShape,
): Float64Array {
  const output = new Float64Array(shape.outHeight * shape.outWidth * shape.outputs);
  eachProduct(shape, (i, w, o) => output[o] += input[i] * weights[w]);
  return output;
}

/** Gradient of the input from that of the output. */
export function convolveInputGradient(
  weights: ArrayLike<number>,
  outputGradient: ArrayLike<number>,
  shape: ConvolutionShape,
): Float64Array {
  const gradient = new Float64Array(shape.height * shape.width * shape.channels);
  eachProduct(shape, (i, w, o) => gradient[i] += outputGradient[o] * weights[w]);
  return gradient;
}

/** Gradient of the weights, summed over images. */
export function convolveWeightGradient(
  inputs: ArrayLike<number>[],
  outputGradients: ArrayLike<number>[],
  shape: ConvolutionShape,
): Float64Array {
  const { kernelHeight, kernelWidth, channels, outputs } = shape;
  const gradient = new Float64Array(kernelHeight * kernelWidth * channels * outputs);
  inputs.forEach((input, image) =>
    eachProduct(shape, (i, w, o) => gradient[w] += input[i] * outputGradients[image][o])
  );
  return gradient;
}

/** Activations and their derivatives, by the kernels' numbers: linear, relu, tanh, sigmoid. */
export const ACTIVATIONS = [
  { name: "linear", of: (v: number) => v, slope: () => 1 },
  { name: "relu", of: (v: number) => Math.max(0, v), slope: (v: number) => (v > 0 ? 1 : 0) },
  { name: "tanh", of: Math.tanh, slope: (v: number) => 1 - Math.tanh(v) ** 2 },
  { name: "sigmoid", of: sigmoid, slope: (v: number) => sigmoid(v) * (1 - sigmoid(v)) },
];

function sigmoid(v: number): number {
  return 1 / (1 + Math.exp(-v));
}
