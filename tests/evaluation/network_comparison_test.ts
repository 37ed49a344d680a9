import assert from "node:assert/strict";
import { wilsonInterval } from "../../lib/evaluation/interval.ts";
import { compareNetworks } from "../../lib/evaluation/network_comparison.ts";

const run = (network: string, seconds: number, errors: number, epochs = 40) => ({
  ...{ network, epochs, parameters: 62_384, seconds, n: 10_000, errors },
});

Deno.test("compareNetworks() gives each network its mean error, its interval and its times", () => {
  const [first, second, ...published] = compareNetworks(
    [run("a", 91, 51), run("b", 30, 120), run("a", 88.5, 55), run("a", 95, 56)],
    (name) => name.toUpperCase(),
  );
  assert.deepEqual(first, {
    name: "A",
    errorRate: 54 / 10_000,
    interval: wilsonInterval(54, 10_000),
    parameters: 62_384,
    seconds: [88.5, 95],
    runs: 3,
  });
  assert.deepEqual([second.name, second.errorRate, second.runs], ["B", 0.012, 1]);
  assert.ok(published.every(({ runs }) => runs === 0));
});

Deno.test("compareNetworks() weighs runs by their test images, where these differ", () => {
  const [{ errorRate, interval }] = compareNetworks([
    { ...run("a", 1, 1), n: 50 },
    { ...run("a", 1, 5000), n: 9950 },
  ]);
  assert.equal(errorRate, 5001 / 10_000);
  assert.deepEqual(interval, wilsonInterval(25, 50));
});

Deno.test("compareNetworks() keeps runs of other lengths apart and says which they are", () => {
  const compared = compareNetworks([run("a", 90, 50), run("a", 45, 60, 20), run("b", 30, 120)]);
  assert.deepEqual(
    compared.slice(0, 3).map(({ name, errorRate }) => [name, errorRate]),
    [["a, 40 epochs", 0.005], ["a, 20 epochs", 0.006], ["b", 0.012]],
  );
});

Deno.test("compareNetworks() adds published networks whose parameters are known", () => {
  const published = compareNetworks([]);
  assert.ok(published.every(({ parameters }) => parameters! > 0));
  assert.deepEqual(
    published.map(({ name, errorRate, parameters }) => [name, errorRate, parameters]),
    [
      ["LeNet-1 (LeCun 1998)", 0.017, 2600],
      ["LeNet-4 (LeCun 1998)", 0.011, 17_000],
      ["LeNet-5 (LeCun 1998)", 0.0095, 60_000],
      ["LeNet-5 (LeCun 1998, distortions)", 0.008, 60_000],
      ["deep perceptron (Cireşan 2010, distortions)", 0.0035, 12_110_000],
    ],
  );
  const timed = published.filter(({ seconds }) => seconds);
  assert.deepEqual(timed.map(({ seconds }) => seconds), [[172_800, 259_200]]);
});
