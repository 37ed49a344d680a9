import assert from "node:assert/strict";
import { readNetwork } from "../../lib/model/read_network.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import {
  decodeCalibration,
  encodeCalibration,
  type ReaderCalibration,
} from "../../lib/reader/calibration.ts";

const NETWORK = readNetwork(createLenet5().topology);

const CALIBRATION: ReaderCalibration = {
  limits: { confidence: 0.75, unusual: 0.25, foreign: 0.5 },
  typical: {
    values: Int8Array.from({ length: 800 }, (_, i) => (i * 37) % 256 - 128),
    stage: 1,
    size: 400,
  },
};

const toJson = (calibration: ReaderCalibration) =>
  JSON.parse(JSON.stringify(encodeCalibration(calibration)));

Deno.test("decodeCalibration() gives back what encodeCalibration() was given", () => {
  assert.deepEqual(decodeCalibration(toJson(CALIBRATION), NETWORK), CALIBRATION);
});

Deno.test("decodeCalibration() refuses another network's, a damaged one, and none", () => {
  const { limits, typical } = toJson(CALIBRATION);
  const wrong: [unknown, RegExp][] = [
    [null, /limits.confidence: a number; got undefined/],
    [{ limits: { ...limits, foreign: "none" }, typical }, /limits.foreign: a number; got 4 char/],
    [{ limits, typical: {} }, /typical.stage: a stage from 0 to 4; got -1/],
    [{ limits, examiner: {} }, /examiner: a network/],
    [{ limits, typical: { ...typical, stage: 9 } }, /typical.stage: a stage from 0 to 4; got 9/],
    [{ limits, typical: { ...typical, stage: 0 } }, /typical.size: 1176, .* got 400/],
    [{ limits, typical: { ...typical, values: "AAA=" } }, /typical.values: 400 bytes a digit/],
    [{ limits, typical: { ...typical, values: "!" } }, /typical.values: 400 bytes a digit/],
  ];
  for (const [json, message] of wrong) {
    assert.throws(() => decodeCalibration(json, NETWORK), { name: "InputError", message });
  }
});
