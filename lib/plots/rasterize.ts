/**
 * Figures as PNG files, the one picture format that every notebook viewer shows.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import font from "@expo-google-fonts/arimo/metadata.json" with { type: "json" };
import type { Figure } from "./figure.ts";
import { encodeIndexedPng } from "./indexed_png.ts";

/**
 * Renders a figure as a PNG with at most 256 colours, the same on every machine: its font comes
 * with the project.
 *
 * @param scale Device pixels per CSS pixel; 2 stays sharp on dense screens.
 * @returns The bytes of a PNG file.
 *
 * @example
 * ```ts
 * import { plotSchedule, rasterizeFigure } from "@lenet5/digits/plots";
 * import { createOneCycle } from "@lenet5/digits/training";
 *
 * const rates = createOneCycle(100, { peakLearningRate: 6e-3, warmupFraction: 0.2 });
 * const png = await rasterizeFigure(plotSchedule(rates));
 * ```
 */
export async function rasterizeFigure(figure: Figure, scale = 2): Promise<Uint8Array> {
  const fontBuffers = await (fonts ??= startRenderer());
  const renderer = new Resvg(figure.svg, {
    fitTo: { mode: "zoom", value: scale },
    font: { fontBuffers, defaultFontFamily: font.family, sansSerifFamily: font.family },
  });
  const image = renderer.render();
  try {
    return encodeIndexedPng(image.pixels, image.width, image.height);
  } finally {
    image.free();
    renderer.free();
  }
}

let fonts: Promise<Uint8Array[]> | undefined;

/** Starts the renderer once and reads the fonts, regular and bold. */
async function startRenderer(): Promise<Uint8Array[]> {
  await initWasm(await readPackageFile("@resvg/resvg-wasm/index_bg.wasm"));
  return await Promise.all([
    readPackageFile("@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf"),
    readPackageFile("@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf"),
  ]);
}

async function readPackageFile(specifier: string): Promise<Uint8Array> {
  return await readFile(new URL(import.meta.resolve(specifier)));
}
