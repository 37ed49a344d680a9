import {
  DIGIT_CLASSES,
  IMAGE_PIXELS,
  type LabeledImages,
} from "../../lib/dataset/labeled_images.ts";

/** The 60 images of references/make_references.py: mostly blank, label i mod 7. */
export function createReferenceImages(): LabeledImages {
  const count = 60;
  const images = new Uint8Array(count * IMAGE_PIXELS);
  for (let i = 0; i < count; i++) {
    for (let p = 0; p < IMAGE_PIXELS; p++) {
      const noise = (i * i * 7919 + p * 104729 + i * p * 31) % 1009;
      if (noise < 200) images[i * IMAGE_PIXELS + p] = noise + 5 * (i % 7);
    }
  }
  return {
    count,
    images,
    labels: Uint8Array.from({ length: count }, (_, i) => i % 7),
    classes: DIGIT_CLASSES,
  };
}

/** Images of one ink all over. */
export function createFlatImages(inks: number[], labels: number[]): LabeledImages {
  const images = Uint8Array.from(inks.flatMap((ink) => Array(IMAGE_PIXELS).fill(ink)));
  return { count: inks.length, images, labels: Uint8Array.from(labels), classes: DIGIT_CLASSES };
}

/** No images at all. */
export const NO_IMAGES: LabeledImages = createFlatImages([], []);
