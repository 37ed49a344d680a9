import assert from "node:assert/strict";
import { type Layout, planLayout } from "../../lib/engine/layout.ts";
import { readNetwork } from "../../lib/model/read_network.ts";
import type { Model } from "../../lib/model/model.ts";
import { topologyOf } from "../../lib/tfjs/layers_model.ts";
import type { tf } from "../tfjs/tf.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { MODELS } from "./models.ts";

const CAPACITY = { batchSize: 20, workers: 3, images: 50, steps: 7 };

/** A model as this library or as tfjs has it. */
type Create = () => Model | tf.LayersModel;

function plan(create: Create, capacity = CAPACITY): Layout {
  const model = create();
  if ("topology" in model) return planLayout(readNetwork(model.topology), capacity);
  const layout = planLayout(readNetwork(topologyOf(model)), capacity);
  model.dispose();
  return layout;
}

/** All addresses of a plan, with the bytes that must be there. */
function listAreas(layout: Layout): [name: string, address: number, bytes: number][] {
  const { blocks, workers, chunks, parameters, statistics } = layout;
  const area = (
    name: keyof Layout,
    bytes: number,
  ): [string, number, number] => [name, layout[name] as number, bytes];
  return [
    ...layout.stages.flatMap(({ field, fieldStride, z, zStride, dOut, dOutStride, ...rest }, i) =>
      [
        [`field ${i}`, field, blocks * fieldStride],
        [`z ${i}`, z, blocks * zStride],
        [`dOut ${i}`, dOut, blocks * dOutStride],
        [`transformed ${i}`, rest.transformed, blocks * rest.transformedStride],
      ] as [string, number, number][]
    ),
    ...chunks.flatMap(({ filterGradients, totals, stages }, i) =>
      [
        [`filter gradients ${i}`, filterGradients, layout.filters * 4],
        [`totals ${i}`, totals, 16],
        ...stages.flatMap(({ moments, activation }, stage) => {
          const { outputs } = layout.network.stages[stage];
          return [[`moments ${i}`, moments, outputs * 24], [`sums ${i}`, activation, outputs * 16]];
        }),
      ] as [string, number, number][]
    ),
    ...workers.map(({ taskGradient }, i): [string, number, number] => {
      return [
        `task gradient ${i}`,
        taskGradient,
        Math.max(...layout.updates.map((u) => u.count)) * 4,
      ];
    }),
    area("chunkClaims", chunks.length * 4),
    area("updateClaims", layout.updates.length * 4),
    ...(["weights", "average", "firstMoment", "secondMoment"] as const)
      .map((name) => area(name, parameters * 4)),
    ...(["movingStatistics", "averageStatistics"] as const)
      .map((name) => area(name, statistics * 4)),
    area("control", 64),
    area("order", CAPACITY.images * 4),
    area("images", CAPACITY.images * 784),
    area("labels", CAPACITY.images),
    area("learningRates", CAPACITY.steps * 4),
    area("probabilities", CAPACITY.images * 40),
  ];
}

for (const [name, create] of Object.entries({ "LeNet-5": () => createLenet5(), ...MODELS })) {
  Deno.test(`planLayout() gives every array a place of its own, at a cache line: ${name}`, () => {
    const layout = plan(create as Create);
    const areas = listAreas(layout).filter(([, , bytes]) => bytes > 0);
    areas.sort(([, a], [, b]) => a - b).forEach(([name, address, bytes], i) => {
      assert.equal(address % 64, 0, name);
      const end = areas[i + 1]?.[1] ?? layout.bytes;
      assert.ok(address + bytes <= end, `${name} reaches into ${areas[i + 1]?.[0]}`);
    });
  });
}

Deno.test("planLayout() spaces the chunks' gradients evenly, which the update relies on", () => {
  const [a, b, c] = plan(createLenet5).chunks.map(({ filterGradients }) => filterGradients);
  assert.equal(c - b, b - a);
});

for (const [name, create] of Object.entries({ "LeNet-5": () => createLenet5(), ...MODELS })) {
  Deno.test(`planLayout() has every parameter updated by one task, four at a time: ${name}`, () => {
    const { updates, parameters } = plan(create as Create);
    let end = 0;
    for (const { from, count } of updates.toSorted((a, b) => a.from - b.from)) {
      assert.equal(from, end);
      assert.equal(count % 4, 0);
      end = from + count;
    }
    assert.equal(end, parameters);
  });
}

Deno.test("planLayout() cuts batch and update alike for any number of Workers", () => {
  const [one, many] = [1, 7].map((workers) => plan(createLenet5, { ...CAPACITY, workers }));
  assert.equal(one.chunks.length, many.chunks.length);
  assert.deepEqual(one.updates, many.updates);
});

Deno.test("planLayout() keeps a block for every Worker, however small the batch", () => {
  assert.equal(plan(createLenet5, { ...CAPACITY, batchSize: 1, workers: 5 }).blocks, 5);
  assert.equal(plan(createLenet5, { ...CAPACITY, batchSize: 17, workers: 1 }).blocks, 3);
});

Deno.test("planLayout() puts the kernels, which decay, before everything else", () => {
  const { decayed, parameters, offsets, network } = plan(createLenet5);
  const kernels = network.stages.map(({ kernel }) => kernel.name);
  for (const [name, offset] of Object.entries(offsets)) {
    if (/moving/.test(name)) continue;
    assert.equal(offset < decayed * 4, kernels.includes(name), name);
  }
  assert.ok(decayed < parameters);
});

Deno.test("planLayout() needs 60 MB at most for the 60,000 digits and LeNet-5 at batch 128", () => {
  const { bytes } = plan(createLenet5, {
    batchSize: 128,
    workers: 2,
    images: 60_000,
    steps: 12_900,
  });
  assert.ok(bytes < 60e6, `${bytes} bytes`);
});

Deno.test("planLayout() refuses a batch beyond what can be addressed, in one line", () => {
  assert.throws(() => plan(createLenet5, { ...CAPACITY, batchSize: 55_000 }), {
    name: "InputError",
    message: /^a batch of 55000 digits: expected 2 GB at most, got 2\.\d GB$/,
  });
});
