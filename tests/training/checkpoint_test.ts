import assert from "node:assert/strict";
import { join } from "@std/path";
import { decodeCheckpoint, encodeCheckpoint } from "../../lib/training/checkpoint.ts";
import { loadCheckpoint, saveCheckpoint } from "../../lib/training/checkpoint_files.ts";
import { CHECKPOINT } from "./checkpoints.ts";
import { RECIPE } from "./runs.ts";

const BYTES = encodeCheckpoint(CHECKPOINT);

/** The same bytes with a header of other text. */
function replaceHeader(text: string): Uint8Array {
  const length = new DataView(BYTES.buffer).getUint32(8, true);
  const header = new TextEncoder().encode(text.padEnd(length).slice(0, length));
  const bytes = BYTES.slice();
  bytes.set(header, 12);
  return bytes;
}

Deno.test("decodeCheckpoint() gives back what encodeCheckpoint() was given, to the last bit", () => {
  const decoded = decodeCheckpoint(BYTES, "checkpoint.bin");
  assert.deepEqual(decoded, {
    ...CHECKPOINT,
    state: { ...CHECKPOINT.state, weights: CHECKPOINT.state.weights.slice() },
  });
  assert.ok(Object.is(decoded.state.averageStatistics[0], -0));
  // Also from the middle of a larger buffer, at an odd place.
  const larger = new Uint8Array(BYTES.length + 9);
  larger.set(BYTES, 5);
  assert.deepEqual(decodeCheckpoint(larger.subarray(5, 5 + BYTES.length), "x"), decoded);
});

Deno.test("decodeCheckpoint() refuses a file cut short anywhere, in one line with its name", () => {
  const lengths = [0, 1, 7, 8, 9, 11, 12, 13, 100, BYTES.length - 4, BYTES.length - 1];
  for (const length of lengths) {
    assert.throws(() => decodeCheckpoint(BYTES.subarray(0, length), "models/x/checkpoint.bin"), {
      name: "InputError",
      message: length < 8
        ? "models/x/checkpoint.bin: expected a training checkpoint"
        : /^models\/x\/checkpoint\.bin: expected at least \d+ bytes, got \d+: cut short$/,
    });
  }
});

const DAMAGED: Record<string, [Uint8Array, RegExp]> = {
  "a file of another kind": [new TextEncoder().encode("PNG ".repeat(50)), /a training checkpoint$/],
  "bytes behind the end": [
    Uint8Array.of(...BYTES, 0),
    new RegExp(`expected ${BYTES.length} bytes, got ${BYTES.length + 1}$`),
  ],
  "a header that is no JSON": [replaceHeader('{"version":4,'), /JSON header, got a damaged one$/],
  "an older version": [replaceHeader("{}"), /checkpoint of version 4, got an older one$/],
  "the version before": [replaceHeader('{"version":2}'), /checkpoint of version 4, got 2$/],
  "a newer version": [replaceHeader('{"version":5}'), /checkpoint of version 4, got 5$/],
};

for (const [what, [bytes, message]] of Object.entries(DAMAGED)) {
  Deno.test(`decodeCheckpoint() refuses ${what}, in one line`, () => {
    assert.throws(() => decodeCheckpoint(bytes, "checkpoint.bin"), {
      ...{ name: "InputError", message },
    });
  });
}

Deno.test("decodeCheckpoint() refuses a file with any bit flipped, in one line", () => {
  for (let trial = 0; trial < 500; trial++) {
    const bytes = BYTES.slice();
    const bit = Math.imul(trial + 1, 2654435761) >>> 0;
    bytes[(bit >>> 3) % bytes.length] ^= 1 << (bit & 7);
    assert.throws(() => decodeCheckpoint(bytes, "checkpoint.bin"), {
      ...{ name: "InputError", message: /^checkpoint\.bin: [^\n]+$/ },
    });
  }
});

const FORGED: [string, object, RegExp][] = [
  ["no workers", { workers: 0 }, /workers: expected a number of at least 1, got 0$/],
  ["half a step", { stepsDone: 0.5 }, /stepsDone: expected a whole number, got 0\.5$/],
  ["no epochs", { recipe: { ...RECIPE, epochs: 0 } }, /recipe\.epochs: expected a number of at l/],
  [
    "a rate of null",
    { recipe: { ...RECIPE, beta1: null } },
    /recipe\.beta1: expected .*, got noth/,
  ],
  ["one class", { classes: ["cat"] }, /classes: expected at least two names, got a list$/],
  ["a history of numbers", { history: [1] }, /history\[0\]: expected an object, got 1$/],
  ["a missing network", { network: undefined }, /network: expected an object, got nothing$/],
];

for (const [what, changes, message] of FORGED) {
  Deno.test(`decodeCheckpoint() refuses ${what} in one line, with the path`, () => {
    const bytes = encodeCheckpoint({ ...CHECKPOINT, ...changes });
    assert.throws(() => decodeCheckpoint(bytes, "checkpoint.bin"), {
      ...{ name: "InputError", message },
    });
  });
}

Deno.test("saveCheckpoint() makes the folder, keeps the one before, and loadCheckpoint() takes the newest intact", async () => {
  const dir = await Deno.makeTempDir(), path = join(dir, "model", "checkpoint.bin");
  try {
    await saveCheckpoint(path, { ...CHECKPOINT, position: 0 });
    await saveCheckpoint(path, CHECKPOINT);
    assert.equal((await loadCheckpoint(path)).position, 40);
    const names = (await Array.fromAsync(Deno.readDir(join(dir, "model")))).map(({ name }) => name);
    assert.deepEqual(names.sort(), ["checkpoint.bin", "checkpoint.previous.bin"]);
    const notices: string[] = [];
    await Deno.truncate(path, 100);
    const older = await loadCheckpoint(path, (line) => notices.push(line));
    assert.equal(older.position, 0);
    assert.match(notices.join("\n"), /^[^\n]+cut short; the one before it is intact[^\n]+$/);
    await Deno.truncate(join(dir, "model", "checkpoint.previous.bin"), 100);
    await assert.rejects(loadCheckpoint(path), { name: "InputError", message: /cut short$/ });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("loadCheckpoint() and saveCheckpoint() refuse an impossible place, in one line", async () => {
  const dir = await Deno.makeTempDir(), file = join(dir, "file");
  await Deno.writeTextFile(file, "");
  try {
    const expected = "expected the checkpoint of an interrupted run";
    const missing = join(dir, "none.bin");
    await assert.rejects(loadCheckpoint(missing), {
      ...{ name: "InputError", message: `${missing}: ${expected}: found no file` },
    });
    for (const path of [join(file, "checkpoint.bin"), dir]) {
      await assert.rejects(loadCheckpoint(path), (error: Error) => {
        assert.equal(error.name, "InputError");
        assert.ok(error.message.startsWith(`${path}: ${expected}: `) && !/\n/.test(error.message));
        return true;
      });
    }
    await assert.rejects(saveCheckpoint(join(file, "checkpoint.bin"), CHECKPOINT), {
      ...{
        name: "InputError",
        message: /file\/checkpoint\.bin: cannot write a checkpoint there: /,
      },
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
