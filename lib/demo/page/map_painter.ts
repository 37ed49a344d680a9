/**
 * Numbers to pixels of a canvas.
 *
 * @module
 */
/// <reference lib="dom" />

/** Red, green and blue, 0 to 255. */
export type Rgb = [red: number, green: number, blue: number];

/** Colours of values above and below 0; 0 itself is transparent. */
export interface MapColors {
  positive: Rgb;
  negative: Rgb;
}

/**
 * Writes values as pixels: the sign is the colour, the magnitude the opacity.
 *
 * @param pixels RGBA, four bytes a pixel.
 * @param valueAt The value of a pixel, 1 or −1 for full opacity.
 */
export function writePixels(
  pixels: Uint8ClampedArray,
  { positive, negative }: MapColors,
  valueAt: (index: number) => number,
): void {
  for (let i = 0; 4 * i < pixels.length; i++) {
    const value = valueAt(i), color = value < 0 ? negative : positive;
    pixels[4 * i] = color[0];
    pixels[4 * i + 1] = color[1];
    pixels[4 * i + 2] = color[2];
    pixels[4 * i + 3] = Math.round(255 * Math.abs(value));
  }
}

/** A canvas of few pixels, each shown large. */
export class MapCanvas {
  readonly element: HTMLCanvasElement;
  #context: CanvasRenderingContext2D;
  #image: ImageData;

  constructor(element: HTMLCanvasElement, { width, height }: { width: number; height: number }) {
    this.element = element;
    element.width = width;
    element.height = height;
    this.#context = element.getContext("2d")!;
    this.#image = this.#context.createImageData(width, height);
  }

  /** Paints values; see {@link writePixels}. */
  paint(colors: MapColors, valueAt: (index: number) => number): void {
    writePixels(this.#image.data, colors, valueAt);
    this.#context.putImageData(this.#image, 0, 0);
  }
}
