/**
 * Starts the page, or says why it cannot be started: written for browsers too old for the rest.
 *
 * @module
 */
/// <reference lib="dom" />
import { type Capabilities, findObstacle, tooOld } from "./support.ts";

const root = document.documentElement;
if (/[?&]embed\b/.test(location.search)) root.dataset.embed = "";

document.addEventListener("DOMContentLoaded", () => {
  const obstacle = findObstacle(self as unknown as Capabilities);
  if (obstacle) return fail(obstacle);
  // A script that is too new for the browser, or that fails before it stands.
  self.addEventListener("error", ({ error, message }) => {
    fail(
      error instanceof SyntaxError ? tooOld("newer JavaScript") : `The page failed: ${message}.`,
    );
  });
  const script = document.createElement("script");
  script.type = "module";
  script.src = "./main.js";
  script.onerror = () => fail("A file of the page could not be loaded: main.js. Try again later.");
  document.head.append(script);
});

/** Says it where the sheet would be; the line is there as long as the page has not started. */
function fail(reason: string): void {
  const line = document.getElementById("startup");
  if (!line) return;
  line.textContent = reason;
  line.setAttribute("role", "alert");
}
