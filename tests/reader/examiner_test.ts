import assert from "node:assert/strict";
import { createCompiledClassifier } from "../../lib/engine/compiled_classifier.ts";
import { compileKernelModule } from "../../lib/kernels/module.ts";
import { readNetwork } from "../../lib/model/read_network.ts";
import { createLenet4 } from "../../lib/model/zoo/lenet4.ts";
import {
  decodeExaminer,
  encodeExaminer,
  type Examiner,
  type ExaminerJson,
} from "../../lib/reader/examiner.ts";
import { createRandom } from "../../lib/random.ts";

/** An examiner of two classes whose norms have seen something. */
function createExaminer(): Examiner {
  const model = createLenet4({
    channels: [4, 8],
    units: [16],
    classes: ["a", "b", "none"],
    seed: 3,
  });
  const random = createRandom(5);
  const weights = Object.fromEntries(model.weights.map(({ name, values }) => {
    const isKernel = name.endsWith("kernel");
    return [name, isKernel ? values : values.map(() => 0.5 + random.next())];
  }));
  return { network: readNetwork(model.topology), weights };
}

async function classify({ network, weights }: Examiner, images: Uint8Array) {
  const module = await compileKernelModule(false);
  return createCompiledClassifier(network, weights, module).classify(images);
}

const toJson = (examiner: Examiner): ExaminerJson =>
  JSON.parse(JSON.stringify(encodeExaminer(examiner)));

Deno.test("decodeExaminer() gives an examiner that answers nearly as the encoded one did, norms folded", async () => {
  const examiner = createExaminer(), random = createRandom(1);
  const decoded = decodeExaminer(toJson(examiner), 2) as Examiner;
  assert.ok(decoded.network.stages.every(({ norm, bias, dropout }) => !norm && bias && !dropout));
  const images = Uint8Array.from({ length: 50 * 784 }, () => random.nextInt(256));
  const [wanted, got] = [await classify(examiner, images), await classify(decoded, images)];
  const farthest = Math.max(...wanted.map((value, i) => Math.abs(value - got[i])));
  assert.ok(farthest < 0.05, `${farthest}`);
  assert.ok(wanted.some((value) => value > 0.4 && value < 0.9), "answers that differ");
});

Deno.test("an examiner that was encoded once is the same when it is encoded again", () => {
  const json = toJson(createExaminer());
  assert.deepEqual(toJson(decodeExaminer(json, 2) as Examiner), json);
});

Deno.test("decodeExaminer() says what is wrong", () => {
  const { network, stages } = toJson(createExaminer());
  const wrong: [unknown, number, RegExp][] = [
    [undefined, 2, /^examiner: a network$/],
    [{ network, stages }, 10, /^examiner: 11 classes$/],
    [{ network, stages: stages.slice(1) }, 2, /weights for each of its stages/],
    [{ network, stages: [{ ...stages[0], kernel: "AAA=" }, ...stages.slice(1)] }, 2, /stages\.0: /],
    [{ network, stages: stages.map((s) => ({ ...s, scale: [null] })) }, 2, /stages\.0: a kernel/],
  ];
  for (const [json, classes, message] of wrong) {
    const got = decodeExaminer(json, classes);
    assert.ok(typeof got === "string");
    assert.match(got, message);
  }
});
