import assert from "node:assert/strict";
import { createLenet5, summarize } from "../../lib/model/lenet5.ts";
import { tf } from "../../lib/tfjs/backend.ts";

/** Runs `check` on a model and disposes it. */
function withModel(
  options: Parameters<typeof createLenet5>[0],
  check: (model: tf.Sequential) => void,
) {
  const model = createLenet5(options);
  try {
    check(model);
  } finally {
    model.dispose();
  }
}

const PLAIN = { batchNorm: false, dropout: 0, pooling: "average", activation: "tanh" } as const;

function total(model: tf.Sequential, count: "parameters" | "trainableParameters"): number {
  return summarize(model).reduce((sum, layer) => sum + layer[count], 0);
}

Deno.test("createLenet5() near the paper has its layers, shapes and 61,706 parameters", () => {
  withModel(PLAIN, (model) => {
    const ledger = summarize(model)
      .filter(({ type }) => type !== "Activation")
      .map(({ name, outputShape, parameters }) => [name, outputShape.join("×"), parameters]);
    assert.deepEqual(ledger, [
      ["C1", "28×28×6", 6 * (5 * 5 + 1)],
      ["S2", "14×14×6", 0],
      ["C3", "10×10×16", 16 * (5 * 5 * 6 + 1)],
      ["S4", "5×5×16", 0],
      ["flatten", "400", 0],
      ["C5", "120", 120 * (400 + 1)],
      ["F6", "84", 84 * (120 + 1)],
      ["output", "10", 10 * (84 + 1)],
    ]);
    assert.equal(total(model, "parameters"), 61_706);
    assert.equal(total(model, "trainableParameters"), 61_706);
  });
});

Deno.test("createLenet5() has 62,384 parameters by default, 452 of them moving statistics", () => {
  withModel({}, (model) => {
    assert.equal(total(model, "parameters"), 62_384);
    assert.equal(total(model, "parameters") - total(model, "trainableParameters"), 2 * 226);
  });
});

Deno.test("createLenet5() names its layers in the order of the paper", () => {
  withModel({}, (model) => {
    assert.deepEqual(model.layers.map(({ name }) => name), [
      ...["C1", "C1_norm", "C1_relu", "S2", "C3", "C3_norm", "C3_relu", "S4", "flatten"],
      ...["C5", "C5_norm", "C5_relu", "C5_dropout", "F6", "F6_norm", "F6_relu", "F6_dropout"],
      "output",
    ]);
  });
});

Deno.test("createLenet5() builds every combination of options, with the same shapes", () => {
  for (const batchNorm of [true, false]) {
    for (const dropout of [0, 0.3]) {
      for (const pooling of ["max", "average"] as const) {
        for (const activation of ["relu", "tanh"] as const) {
          withModel({ batchNorm, dropout, pooling, activation }, (model) => {
            const types = summarize(model).map(({ type }) => type);
            const count = (type: string) => types.filter((other) => other === type).length;
            assert.equal(count("BatchNormalization"), batchNorm ? 4 : 0);
            assert.equal(count("Dropout"), dropout > 0 ? 2 : 0);
            assert.equal(count(pooling === "max" ? "MaxPooling2D" : "AveragePooling2D"), 2);
            assert.equal(model.layers.filter((l) => l.name.endsWith(activation)).length, 4);
            assert.equal(total(model, "trainableParameters"), batchNorm ? 61_932 : 61_706);
          });
        }
      }
    }
  }
});

/** All weights of a model, one after the other. */
function flattenWeights(model: tf.Sequential): number[] {
  return model.getWeights().flatMap((weight) => [...weight.dataSync()]);
}

Deno.test("createLenet5() starts from the same weights each time by default (seed 0)", () => {
  withModel({}, (first) => {
    withModel({ seed: 0 }, (same) => {
      assert.deepEqual(flattenWeights(same), flattenWeights(first));
    });
  });
});

Deno.test("createLenet5() starts from the same weights for the same seed only", () => {
  withModel({ seed: 7 }, (first) => {
    withModel({ seed: 7 }, (same) => {
      assert.deepEqual(flattenWeights(same), flattenWeights(first));
    });
    withModel({ seed: 8 }, (other) => {
      for (const name of ["C1", "C3", "C5", "F6", "output"]) {
        const [mine, theirs] = [first, other].map((
          model,
        ) => [...model.getLayer(name).getWeights()[0].dataSync()]);
        assert.notDeepEqual(theirs, mine, name);
      }
    });
  });
});

// tfjs draws from a normal distribution cut off at two standard deviations, which narrows it by this.
const TRUNCATION = 0.8796;

Deno.test("createLenet5() scales initial weights to the activation: He for relu, Glorot for tanh", () => {
  const deviationOf = (model: tf.Sequential, name: string) => {
    const weights = [...model.getLayer(name).getWeights()[0].dataSync()];
    return Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0) / weights.length);
  };
  withModel({ activation: "relu" }, (model) => {
    const ratio = deviationOf(model, "C5") / Math.sqrt(2 / 400);
    assert.ok(Math.abs(ratio - TRUNCATION) < 0.02, `${ratio}`);
  });
  withModel(PLAIN, (model) => {
    const ratio = deviationOf(model, "C5") / Math.sqrt(2 / (400 + 120));
    assert.ok(Math.abs(ratio - TRUNCATION) < 0.02, `${ratio}`);
  });
});

Deno.test("createLenet5() maps a batch of ink to probabilities", () => {
  withModel({ seed: 3 }, (model) => {
    const rows = tf.tidy(() =>
      (model.predict(tf.randomUniform([3, 28, 28, 1], 0, 1, "float32", 5)) as tf.Tensor2D)
        .arraySync()
    );
    assert.equal(rows.length, 3);
    for (const row of rows) {
      assert.equal(row.length, 10);
      assert.ok(Math.abs(row.reduce((a, b) => a + b) - 1) < 1e-6);
      assert.ok(row.every((probability) => probability >= 0));
    }
  });
});

Deno.test("createLenet5() leaves no tensor behind once the model is disposed", () => {
  const before = tf.memory().numTensors;
  for (const options of [{}, PLAIN]) withModel(options, (model) => summarize(model));
  assert.equal(tf.memory().numTensors, before);
});
