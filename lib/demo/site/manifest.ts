/**
 * What makes the page installable: its manifest, and icons of the sizes that systems ask for.
 *
 * @module
 */
import { rasterizeFigure } from "../../plots/rasterize.ts";

/** Icons' sides in pixels: for iOS, for Android, and for its start screen. */
export const ICON_SIZES = [180, 192, 512] as const;

/** Side of icon.svg's view box. */
const ICON_UNITS = 32;

/** The web app manifest; its addresses are below the page's own, wherever that lies. */
export function createManifest(): string {
  const icons = ICON_SIZES.map((side) => ({
    src: `./icons/${side}.png`,
    sizes: `${side}x${side}`,
    type: "image/png",
    // The digit lies within the circle that a system may cut out.
    purpose: side === 512 ? "any maskable" : "any",
  }));
  return JSON.stringify({
    name: "Draw a digit · LeNet-5",
    short_name: "LeNet-5",
    description: "Draw a digit and watch LeNet-5 read it, on your own device.",
    id: "./",
    start_url: "./",
    scope: "./",
    display: "standalone",
    background_color: "#f5f3ee",
    theme_color: "#f5f3ee",
    icons: [{ src: "./icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }, ...icons],
  });
}

/** Draws the icon as PNG files, by path: without round corners, which systems cut themselves. */
export async function drawIcons(svg: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const square = svg.replace(/ rx="[\d.]+"/, "");
  const icon = { title: "", description: "", width: ICON_UNITS, height: ICON_UNITS, svg: square };
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const side of ICON_SIZES) {
    const png = await rasterizeFigure(icon, side / ICON_UNITS);
    files.set(`icons/${side}.png`, png as Uint8Array<ArrayBuffer>);
  }
  return files;
}
