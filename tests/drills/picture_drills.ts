/**
 * Pictures that are damaged, and such as are made to cost much.
 *
 * @module
 */
import { join } from "@std/path";
import { InputError } from "../../lib/errors.ts";
import { decodePicture } from "../../lib/image/decode.ts";
import { readSample } from "../image/samples.ts";
import { damageBytes } from "./damage.ts";
import { type Drill, runCommand } from "./drill.ts";
import { makeAllBombs } from "./more_bombs.ts";
import type { PictureOutcome } from "./picture_fixture.ts";

const SAMPLES = [
  ...["grey.jpg", "progressive.jpg", "cmyk.jpg", "lossy.webp", "transparent.webp", "animated.gif"],
  ...["palette.gif", "palette.bmp", "tiff_lzw.tif", "jpeg.tif", "fax.tif", "rgb.avif", "rgb.heic"],
];

/** After how many damaged ones a sound one has its turn. */
const TURN = 25;

const damaged: Drill = {
  name:
    "damaged pictures in one process, and sound ones in between: one line each, the sound ones read",
  async run({ isShort, random }) {
    const n = isShort ? 500 : 10_000, lost: string[] = [];
    const files = await Promise.all(SAMPLES.map(readSample));
    const whole = await Promise.all(files.map((file, i) => decodePicture(file, SAMPLES[i])));
    for (let i = 0; i < n; i++) {
      const which = i % files.length, name = SAMPLES[which];
      await decodePicture(damageBytes(files[which], random), name).catch((error) => {
        const isLine = error instanceof InputError && !error.message.includes("\n");
        if (!isLine || !error.message.startsWith(name)) lost.push(`${i}: ${error.stack}`);
      });
      if (i % TURN > 0) continue;
      const sound = random.nextInt(files.length);
      const picture = await decodePicture(files[sound], SAMPLES[sound]).catch(String);
      const isSame = typeof picture !== "string" &&
        Buffer.from(picture.data).equals(Buffer.from(whole[sound].data));
      if (!isSame) lost.push(`${i}: the sound ${SAMPLES[sound]} came as ${picture}`);
    }
    return { n, lost };
  },
};

/** What each may cost; time on a busy machine is that of its cores. */
const MOST = { seconds: 5, bytes: 1e9 };

/** How a bomb was dealt with: its name, and what of it was too much. */
function judge({ seconds, coreSeconds, peakBytes, error }: PictureOutcome): string | undefined {
  const busy = Math.min(seconds, coreSeconds);
  if (busy > MOST.seconds) return `${busy.toFixed(1)} s of work`;
  if (peakBytes > MOST.bytes) return `${Math.round(peakBytes / 1e6)} MB`;
  if (error && (error[0] !== "InputError" || error[1].includes("\n"))) return error.join(": ");
}

/** In a process of its own: memory that one picture took stays with the process. */
async function readAlone(path: string, mode: string): Promise<PictureOutcome> {
  const program = "tests/drills/picture_fixture.ts";
  // All permissions: else a process may not look at its own peak of memory.
  const command = [Deno.execPath(), "run", "--quiet", "-A", program, path, mode];
  const { code, text } = await runCommand(command);
  if (code === 0) return JSON.parse(text);
  return { seconds: 0, coreSeconds: 0, peakBytes: 0, error: [`exit code ${code}`, text] };
}

const bombs: Drill = {
  name: "pictures that are made to cost much: refused or read within 5 s and 1 GB each",
  async run({ isShort, folder }) {
    const lost: string[] = [], all = Object.entries(await makeAllBombs());
    const chosen = isShort ? all.filter((_, i) => i % 5 === 0) : all;
    const most = { seconds: 0, coreSeconds: 0, bytes: 0 };
    for (const [name, bytes] of chosen) {
      const path = join(folder, name);
      await Deno.writeFile(path, bytes);
      for (const mode of ["single", "multi"]) {
        const outcome = await readAlone(path, mode), complaint = judge(outcome);
        if (complaint) lost.push(`${name}, ${mode}: ${complaint}`);
        most.seconds = Math.max(most.seconds, outcome.seconds);
        most.coreSeconds = Math.max(most.coreSeconds, outcome.coreSeconds);
        most.bytes = Math.max(most.bytes, outcome.peakBytes);
      }
      await Deno.remove(path);
    }
    const { seconds, coreSeconds, bytes } = most;
    console.error(
      `  at most ${seconds.toFixed(1)} s, ${coreSeconds.toFixed(1)} s of cores, ` +
        `${Math.round(bytes / 1e6)} MB`,
    );
    return { n: 2 * chosen.length, lost };
  },
};

/** In the order in which they run. */
export const PICTURE_DRILLS: Drill[] = [damaged, bombs];
