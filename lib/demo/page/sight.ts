/**
 * Painting only what can be seen.
 *
 * @module
 */
/// <reference lib="dom" />

/** How far out of sight an element is painted already, as a share of the window. */
const MARGIN = "10%";

/**
 * Spares the painting of an element that is out of sight: it is done once the element comes there.
 *
 * @param paint Paints the newest state.
 * @returns To be called instead of `paint` whenever there is something new.
 */
export function paintInSight(element: Element, paint: () => void): () => void {
  let isNear = false, isStale = false;
  const observer = new IntersectionObserver((entries) => {
    isNear = entries[entries.length - 1].isIntersecting;
    if (!isNear || !isStale) return;
    isStale = false;
    paint();
  }, { rootMargin: MARGIN });
  observer.observe(element);
  return () => {
    if (isNear) paint();
    else isStale = true;
  };
}
