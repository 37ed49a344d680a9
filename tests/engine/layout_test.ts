import assert from "node:assert/strict";
import { type Layout, planLayout } from "../../lib/engine/layout.ts";
import { readNetwork } from "../../lib/model/read_network.ts";
import { createLenet5 } from "../../lib/model/lenet5.ts";
import { MODELS } from "./models.ts";

const CAPACITY = { batchSize: 20, workers: 3, images: 50, steps: 7 };

function plan(create: () => ReturnType<typeof createLenet5>, capacity = CAPACITY): Layout {
  const model = create();
  const layout = planLayout(readNetwork(model), capacity);
  model.dispose();
  return layout;
}

/** All addresses of a plan, with the bytes that must be there. */
function listAreas(layout: Layout): [name: string, address: number, bytes: number][] {
  const { slots, workers, parameters, statistics } = layout;
  const area = (
    name: keyof Layout,
    bytes: number,
  ): [string, number, number] => [name, layout[name] as number, bytes];
  return [
    ...layout.stages.flatMap(({ field, fieldStride, z, zStride, dOut, dOutStride, ...rest }, i) =>
      [
        [`field ${i}`, field, slots * fieldStride],
        [`z ${i}`, z, slots * zStride],
        [`dOut ${i}`, dOut, slots * dOutStride],
        [`transformed ${i}`, rest.transformed, slots * rest.transformedStride],
      ] as [string, number, number][]
    ),
    ...workers.map((
      { gradients },
      i,
    ): [string, number, number] => [`gradients ${i}`, gradients, parameters * 4]),
    ...workers.map(({ totals }, i): [string, number, number] => [`totals ${i}`, totals, 16]),
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
    const layout = plan(create);
    const areas = listAreas(layout).filter(([, , bytes]) => bytes > 0);
    areas.sort(([, a], [, b]) => a - b).forEach(([name, address, bytes], i) => {
      assert.equal(address % 64, 0, name);
      const end = areas[i + 1]?.[1] ?? layout.bytes;
      assert.ok(address + bytes <= end, `${name} reaches into ${areas[i + 1]?.[0]}`);
    });
  });
}

Deno.test("planLayout() spaces the Workers' gradients evenly, which the update relies on", () => {
  const [a, b, c] = plan(createLenet5).workers.map(({ gradients }) => gradients);
  assert.equal(c - b, b - a);
});

Deno.test("planLayout() keeps a slot for every Worker, however small the batch", () => {
  assert.equal(plan(createLenet5, { ...CAPACITY, batchSize: 1, workers: 5 }).slots, 5);
  assert.equal(plan(createLenet5, { ...CAPACITY, batchSize: 17, workers: 1 }).slots, 3);
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
