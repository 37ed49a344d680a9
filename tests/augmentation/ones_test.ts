import assert from "node:assert/strict";
import { drawFlag, drawFlagAndFoot } from "../../lib/augmentation/ones.ts";
import { createRandom } from "../../lib/random.ts";
import { drawBar, inkOf, spans } from "./drawn_digits.ts";

const flagOne = (image: Uint8Array, seed: number) => drawFlag(image, createRandom(seed));

Deno.test("drawFlag() goes from the top down to the left, a quarter to nearly all of the height long", () => {
  const width = 2, lengths: number[] = [], angles: number[] = [];
  for (let seed = 0; seed < 100; seed++) {
    const rows = spans(flagOne(drawBar(width), seed)),
      scale = 20 / (rows.at(-1)!.row - rows[0].row + 1);
    const right = Math.max(...rows.map(({ to }) => to));
    // The stem is the right end of every row; the flag's lower end is the leftmost ink.
    for (const { to } of rows) assert.ok(right - to <= 1);
    const left = Math.min(...rows.map(({ from }) => from));
    const lowest = Math.max(...rows.filter(({ from }) => from === left).map(({ row }) => row));
    const across = right - left - width + 1, down = lowest - rows[0].row - width + 1;
    lengths.push(Math.hypot(across, down) / 20 * scale);
    angles.push(Math.atan2(across, down) * 180 / Math.PI);
  }
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  assert.ok(shortest > 0.15 && shortest < 0.35 && longest > 0.8 && longest < 1, lengths.join(" "));
  const [steepest, flattest] = [Math.min(...angles), Math.max(...angles)];
  assert.ok(steepest > 15 && steepest < 30 && flattest > 50 && flattest < 85, angles.join(" "));
});

Deno.test("drawFlag() makes long flags steep: three quarters of the height end within 45° of the stem", () => {
  for (let seed = 0; seed < 100; seed++) {
    const rows = spans(flagOne(drawBar(2), seed));
    const left = Math.min(...rows.map(({ from }) => from));
    const across = Math.max(...rows.map(({ to }) => to)) - left - 1;
    const lowest = Math.max(...rows.filter(({ from }) => from === left).map(({ row }) => row));
    const down = lowest - rows[0].row - 1;
    if (Math.hypot(across, down) > 16) assert.ok(down > across, `${across} across, ${down} down`);
  }
});

Deno.test("drawFlag() draws as broad as the stem, to a third", () => {
  for (const width of [1.5, 2.5, 3.5]) {
    const image = drawBar(width);
    let added = 0, length = 0;
    for (let seed = 0; seed < 40; seed++) {
      const flagged = flagOne(image, seed), rows = spans(flagged);
      const left = Math.min(...rows.map(({ from }) => from));
      const lowest = Math.max(...rows.filter(({ from }) => from === left).map(({ row }) => row));
      const across = Math.max(...rows.map(({ to }) => to)) - left + 1 - 1.5 * width;
      added += inkOf(flagged) - 20 * width;
      // Without the corner that it shares with the stem.
      length += Math.hypot(across, Math.max(0, lowest - rows[0].row + 1 - 1.5 * width));
    }
    assert.ok(Math.abs(added / length / width - 1) < 1 / 3, `${width}: ${added / length}`);
  }
});

Deno.test("drawFlag() lets the flag lean with its stem", () => {
  const reach = (slant: number) => {
    let sum = 0;
    for (let seed = 0; seed < 30; seed++) {
      const rows = spans(flagOne(drawBar(2.5, slant), seed));
      sum += rows[0].to - Math.min(...rows.slice(0, 12).map(({ from }) => from));
    }
    return sum / 30;
  };
  assert.ok(reach(0.4) > reach(0) + 1 && reach(-0.3) < reach(0), `${reach(0.4)} ${reach(0)}`);
});

Deno.test("drawFlagAndFoot() adds a level stroke to both sides of the stem's lower end", () => {
  for (let seed = 0; seed < 30; seed++) {
    const rows = spans(drawFlagAndFoot(drawBar(2), createRandom(seed)));
    const foot = rows.at(-2)!, stem = rows.at(-6)!;
    // A flag that ends as low widens the row of the stem, too, but to the left alone.
    assert.ok(foot.to > stem.to && foot.to - foot.from >= 6, JSON.stringify([stem, foot]));
    assert.ok(foot.from < stem.to - 3, JSON.stringify([stem, foot]));
  }
});
