import assert from "node:assert/strict";
import { join } from "@std/path";
import { classify } from "../../lib/inference/classify.ts";
import type { Description } from "../../lib/interchange/description.ts";
import { formatHeader } from "../../lib/interchange/c_header.ts";
import { toIdentifier } from "../../lib/interchange/module_names.ts";
import { listTensors } from "../../lib/interchange/tensors.ts";
import {
  createExample,
  firstDigits,
  largestDifference,
  loadShipped,
  NETWORKS,
} from "./networks.ts";

const hasGcc = await new Deno.Command("gcc", { args: ["--version"], stdout: "null" }).output()
  .then(({ success }) => success, () => false);
if (!hasGcc) console.log("c_header_test.ts: gcc is not installed, so no header is compiled");
const ignore = !hasGcc;

interface Run {
  answers: number[];
  probabilities: Float32Array;
  microseconds: number;
}

/** Compiles a header strictly and reads images with it. */
async function runHeader(
  description: Description,
  images: Uint8Array,
  optimization = "-O0",
): Promise<Run> {
  const dir = await Deno.makeTempDir(), { classes } = description.network;
  try {
    await Deno.writeTextFile(join(dir, "model.h"), formatHeader(description));
    const program = join(dir, "program");
    const { success, stderr } = await new Deno.Command("gcc", {
      args: [
        ...["-std=c99", optimization, "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"],
        `-DPREFIX=${toIdentifier(description.name).toLowerCase()}`,
        ...[`-DCLASSES=${classes}`, `-I${dir}`, "tests/interchange/header_main.c"],
        ...["-o", program, "-lm"],
      ],
      cwd: new URL("../../", import.meta.url),
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    return await runProgram(program, images, classes);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function runProgram(program: string, images: Uint8Array, classes: number): Promise<Run> {
  const child = new Deno.Command(program, {
    ...{ stdin: "piped", stdout: "piped", stderr: "piped" },
  }).spawn();
  const output = child.output(), writer = child.stdin.getWriter();
  await writer.write(images as Uint8Array<ArrayBuffer>);
  await writer.close();
  const { success, stdout, stderr } = await output;
  assert.ok(success);
  const row = 1 + classes, count = images.length / 784;
  assert.equal(stdout.length, 4 * row * count);
  const view = new DataView(stdout.buffer, stdout.byteOffset);
  return {
    answers: Array.from({ length: count }, (_, i) => view.getInt32(4 * row * i, true)),
    probabilities: Float32Array.from({ length: count * classes }, (_, i) => {
      return view.getFloat32(4 * (row * Math.floor(i / classes) + 1 + i % classes), true);
    }),
    microseconds: Number(new TextDecoder().decode(stderr)),
  };
}

/** The engine's probabilities with each filter's weights on 255 steps. */
async function classifyRounded({ network, weights, ...rest }: Description, images: Uint8Array) {
  const rounded = listTensors(network).flatMap(({ weightName: name, weightShape: shape }) => {
    if (name === undefined) return [];
    if (!name.endsWith("kernel")) return [{ name, shape, values: weights[name] }];
    const outputs = shape.at(-1)!, largest = new Float64Array(outputs);
    weights[name].forEach((w, i) => {
      largest[i % outputs] = Math.max(largest[i % outputs], Math.abs(w));
    });
    const values = weights[name].map((w, i) => {
      const step = largest[i % outputs] / 127;
      return Math.round(w / step) * step;
    });
    return [{ name, shape, values }];
  });
  return await classify({ ...rest, weights: rounded }, images);
}

const argMax = (row: Float32Array) => row.indexOf(Math.max(...row));

Deno.test({
  name: "formatHeader() of the shipped model loses at most 0.1 points on 1,000 digits",
  ignore,
  async fn() {
    const { description, classify } = await loadShipped();
    const { images, labels } = await firstDigits(1000);
    const { answers, probabilities, microseconds } = await runHeader(description, images, "-O2");
    const engine = await classify(images);
    let ours = 0, theirs = 0;
    answers.forEach((answer, i) => {
      assert.equal(answer, argMax(probabilities.subarray(i * 10, i * 10 + 10)));
      theirs += Number(answer === labels[i]);
      ours += Number(argMax(engine.subarray(i * 10, i * 10 + 10)) === labels[i]);
    });
    const [, bytes] = /_WEIGHT_BYTES (\d+)/.exec(formatHeader(description))!;
    console.log(
      `${bytes} bytes of weights, ${microseconds} µs an image; ${theirs} of 1,000 right in C, ${ours} here`,
    );
    assert.ok(theirs >= ours - 1, `${theirs} right in C, ${ours} here`);
    assert.ok(Number(bytes) < 65_000);
  },
});

for (const name of NETWORKS) {
  Deno.test({
    name: `formatHeader() of ${name}: the engine's probabilities with rounded weights to 1e-5`,
    ignore,
    async fn() {
      const { description } = await createExample(name);
      const { images } = await firstDigits(50);
      const { probabilities } = await runHeader(description, images);
      const expected = await classifyRounded(description, images);
      const difference = largestDifference(probabilities, expected);
      assert.ok(difference <= 1e-5, `largest difference ${difference}`);
    },
  });
}

Deno.test({
  name: "formatHeader() takes names of classes and of a network that C could misread",
  ignore,
  async fn() {
    const { description } = await createExample("no hidden layer");
    const classes = ['"', "\\", "??/", "é1", "*/", "\n", "%s", "7", "8", "9"];
    const odd = { ...description, name: "9 lives */ é", classes };
    await runHeader(odd, new Uint8Array(784));
    assert.match(
      formatHeader(odd),
      /"\\042", "\\134", "\\077\\077\/", "\\303\\2511", "\*\/", "\\012"/,
    );
  },
});
