/** A program that reads a JPEG and a WebP and does nothing to end the decoder. */
import { decodePicture } from "../../lib/image/decode.ts";
import { readSample } from "./samples.ts";

for (const name of ["progressive.jpg", "lossy.webp"]) {
  const { width, height } = await decodePicture(await readSample(name), name);
  console.log(`${width} × ${height}`);
}
