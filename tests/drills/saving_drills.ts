/**
 * Models that are saved by processes that are killed, or by several at once; files with damage.
 *
 * @module
 */
import { join } from "@std/path";
import { InputError } from "../../lib/errors.ts";
import { loadModel, saveModel } from "../../lib/model/store.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../lib/training/checkpoint.ts";
import { CHECKPOINT } from "../training/checkpoints.ts";
import { type Drill, pause, runCommand, startCommand } from "./drill.ts";

const SAVE = [Deno.execPath(), "run", "--quiet", "-A", "tests/drills/saving_fixture.ts"];

/** Each model by its first values, which tell them apart. */
const sign = (model: Awaited<ReturnType<typeof loadModel>>["model"]) =>
  model.weights.map(({ values }) => values[0]).join();

const SIGNS = [1, 2].map((seed) => sign(createLenet5({ seed })));

/** What is wrong with a saved model: nothing, or it does not load, or is a mixture. */
async function inspect(dir: string): Promise<string[]> {
  try {
    const { model, run } = await loadModel(dir);
    return sign(model) === SIGNS[run.seed as number - 1] ? [] : ["a mixture was loaded"];
  } catch (error) {
    return [`${error}`];
  }
}

const killed: Drill = {
  name: "kill -9 inside saves: the old model or the new one, and what is not ours stays",
  async run({ isShort, random, folder }) {
    const n = isShort ? 5 : 50, dir = join(folder, "model"), lost: string[] = [];
    await saveModel(dir, createLenet5({ seed: 1 }), { seed: 1 });
    const own = [`${dir}.old`, `${dir}.new`, join(dir, "mine")];
    for (const path of own) await Deno.mkdir(path);
    for (let i = 0; i < n; i++) {
      const command = startCommand([...SAVE, dir, "1", "100000"]);
      await command.waitFor(/saving/);
      await pause(0.02 + random.next() * 0.3);
      command.child.kill("SIGKILL");
      await command.finish();
      lost.push(...await inspect(dir));
    }
    await saveModel(dir, createLenet5({ seed: 1 }), { seed: 1 });
    const names = (await Array.fromAsync(Deno.readDir(dir))).map(({ name }) => name).sort();
    if (names.join() !== "mine,model.json,run.json,weights.bin") lost.push(`left: ${names}`);
    for (const path of own) await Deno.stat(path).catch(() => lost.push(`${path} is gone`));
    return { n, lost };
  },
};

const crowded: Drill = {
  name: "two processes saving into one folder, a third loading: saves and loads",
  async run({ isShort, folder }) {
    const saves = isShort ? 30 : 270, dir = join(folder, "model"), lost: string[] = [];
    await saveModel(dir, createLenet5({ seed: 1 }), { seed: 1 });
    let isOver = false, loads = 0;
    const saving = Promise.all(
      [1, 2].map((from) => runCommand([...SAVE, dir, `${from}`, `${saves}`])),
    );
    const ended = saving.finally(() => isOver = true);
    for (; !isOver; loads++) lost.push(...await inspect(dir));
    for (const { code, text } of await ended) if (code !== 0) lost.push(text);
    return { n: 2 * saves + loads, lost };
  },
};

/** Flips a bit. */
function flip(bytes: Uint8Array, random: { nextInt(bound: number): number }): void {
  bytes[random.nextInt(bytes.length)] ^= 1 << random.nextInt(8);
}

const damagedCheckpoints: Drill = {
  name: "checkpoints with a bit flipped or cut short: refused in one line",
  run({ isShort, random }) {
    const n = isShort ? 200 : 2000, lost: string[] = [], whole = encodeCheckpoint(CHECKPOINT);
    for (let i = 0; i < n; i++) {
      const bytes = i % 4 === 0 ? whole.slice(0, random.nextInt(whole.length)) : whole.slice();
      if (i % 4 > 0) flip(bytes, random);
      try {
        decodeCheckpoint(bytes, "checkpoint.bin");
        lost.push(`${i}: accepted`);
      } catch (error) {
        const isLine = error instanceof InputError && !error.message.includes("\n");
        if (!isLine) lost.push(`${i}: ${error}`);
      }
    }
    return Promise.resolve({ n, lost });
  },
};

const damagedWeights: Drill = {
  name: "weights.bin with a bit flipped: refused in one line",
  async run({ isShort, random, folder }) {
    const n = isShort ? 5 : 60, dir = join(folder, "model"), lost: string[] = [];
    await saveModel(dir, createLenet5({ seed: 1 }), { seed: 1 });
    const path = join(dir, "weights.bin"), whole = await Deno.readFile(path);
    for (let i = 0; i < n; i++) {
      const bytes = whole.slice();
      flip(bytes, random);
      await Deno.writeFile(path, bytes);
      const [line] = await inspect(dir);
      if (!/^InputError: [^\n]+SHA-256[^\n]+$/.test(line ?? "")) lost.push(line ?? "accepted");
    }
    return { n, lost };
  },
};

/** In the order in which they run. */
export const SAVING_DRILLS: Drill[] = [killed, crowded, damagedCheckpoints, damagedWeights];
