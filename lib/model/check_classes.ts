/**
 * What class names of a model must be like.
 *
 * @module
 */
import { CLASS_LIMITS } from "../dataset/labeled_images.ts";

/**
 * Refuses class names that labels cannot stand for.
 *
 * @throws {RangeError} If there are fewer than 2 or more than 255, one is empty or none, or two are alike.
 */
export function checkClasses(classes: readonly string[]): void {
  const { least, most } = CLASS_LIMITS;
  if (!Array.isArray(classes) || classes.length < least || classes.length > most) {
    const came = Array.isArray(classes) ? `${classes.length}` : typeof classes;
    throw new RangeError(`classes: expected ${least} to ${most} names, got ${came}`);
  }
  const bad = classes.findIndex((name) => typeof name !== "string" || name === "");
  if (bad >= 0) throw new RangeError(`classes[${bad}]: expected a name, got ${classes[bad]}`);
  const twice = classes.find((name, index) => classes.indexOf(name) < index);
  if (twice !== undefined) {
    throw new RangeError(`classes: expected each name once, got ${twice} twice`);
  }
}
