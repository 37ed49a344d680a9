// Reads a PNG in Node.js, with the package's shipped model: prints what was read as JSON.
import { readFile } from "node:fs/promises";
import { createReader } from "@lenet5/digits/reader";
import pngjs from "pngjs";

const picture = pngjs.PNG.sync.read(await readFile(process.argv[2]));
const folder = new URL("./node_modules/@lenet5/digits/models/lenet5/", import.meta.url);
const read = await createReader({ model: folder });
const { digits, lines, text } = await read(picture);
console.log(JSON.stringify({
  text,
  lines: lines.length,
  digits: digits.map((digit) => ({ ...digit, probabilities: [...digit.probabilities] })),
}));
