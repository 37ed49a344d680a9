/**
 * Light and dark: the system's choice until a person makes one, which is then remembered.
 *
 * @module
 */
/// <reference lib="dom" />
import type { MapColors, Rgb } from "./map_painter.ts";

const STORAGE_KEY = "theme";

/** All colours that are painted rather than styled. */
export interface Colors {
  ink: string;
  paper: string;
  maps: MapColors;
}

/**
 * Lets a button switch between light and dark.
 *
 * @param onChange Called whenever colours change, by the button or by the system.
 */
export function attachTheme(button: HTMLButtonElement, onChange: () => void): void {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const forced = matchMedia("(forced-colors: active)");
  const chosen = readChoice();
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  if (chosen) root.dataset.theme = chosen;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    writeChoice(root.dataset.theme);
    show();
    onChange();
  });
  for (const query of [system, forced]) {
    query.addEventListener("change", () => {
      show();
      onChange();
    });
  }
  show();
}

/** The theme's colours, as the style sheet sets them now. */
export function readColors(): Colors {
  const [ink, paper, positive, negative] = ["ink", "paper", "map-positive", "map-negative"]
    .map(resolveColor);
  const maps = { positive: parseRgb(positive), negative: parseRgb(negative) };
  return { ink, paper, maps };
}

/** The colour of a custom property, such as "rgb(1, 2, 3)". */
function resolveColor(name: string): string {
  const probe = document.createElement("span");
  // Where colours are forced, every text would otherwise have the same: ink and paper, too.
  probe.style.setProperty("forced-color-adjust", "none");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function parseRgb(color: string): Rgb {
  return color.match(/\d+/g)!.slice(0, 3).map(Number) as Rgb;
}

/** Storage can be switched off in a browser; then the choice holds until the page is left. */
function readChoice(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

function writeChoice(theme: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // see readChoice
  }
}
