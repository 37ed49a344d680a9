import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { PNG } from "pngjs";
import { rasterizeFigure } from "../../lib/plots/rasterize.ts";
import { EXAMPLES } from "./examples.ts";

const MARGIN_PX = 6;

for (const [name, draw] of Object.entries(EXAMPLES)) {
  Deno.test(`rasterizeFigure() leaves ${name}'s margin white: nothing is cut off`, async () => {
    const { width, height, data } = PNG.sync.read(Buffer.from(await rasterizeFigure(draw(), 1)));
    const isMargin = (x: number, y: number) =>
      Math.min(x, y, width - 1 - x, height - 1 - y) < MARGIN_PX;
    let inked = 0;
    for (let p = 0; p < width * height; p++) {
      const dark = data[4 * p] < 200 || data[4 * p + 1] < 200 || data[4 * p + 2] < 200;
      if (!dark) continue;
      inked++;
      const x = p % width, y = Math.floor(p / width);
      assert.ok(!isMargin(x, y), `ink at ${x}, ${y} of ${width} × ${height}`);
    }
    assert.ok(inked > 500, `only ${inked} inked pixels`);
  });
}

Deno.test("rasterizeFigure() multiplies the figure's size by the scale", async () => {
  const figure = EXAMPLES.explained_variance();
  const { width, height } = PNG.sync.read(Buffer.from(await rasterizeFigure(figure, 2)));
  assert.deepEqual([width, height], [2 * figure.width, 2 * figure.height]);
});

Deno.test("rasterizeFigure() draws text with the project's own font", async () => {
  const text = (family: string) => ({
    title: "",
    description: "",
    width: 200,
    height: 40,
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><rect width="200" ` +
      `height="40" fill="#fff"/><text y="30" font-family="${family}">Digit 7</text></svg>`,
  });
  const unknown = await rasterizeFigure(text("No Such Font"), 1);
  assert.deepEqual(unknown, await rasterizeFigure(text("Arimo"), 1));
  assert.notDeepEqual(unknown, await rasterizeFigure({ ...text("Arimo"), svg: BLANK }, 1));
});

const BLANK = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><rect width="200" ` +
  `height="40" fill="#fff"/></svg>`;
