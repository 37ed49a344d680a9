import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { PNG } from "pngjs";
import { renderDisplay } from "../../lib/notebook/show.ts";
import { table } from "../../lib/notebook/table.ts";
import { plotHistogram } from "../../lib/plots/histogram.ts";

const FIGURE = plotHistogram([{ lower: 0, upper: 1, count: 3 }]);

Deno.test("renderDisplay() gives a figure as PNG of twice its size, shown at its size", async () => {
  const { data } = await renderDisplay({ ...FIGURE, description: `a "b" < c` });
  assert.deepEqual(Object.keys(data), ["text/html", "text/plain"]);
  const base64 = data["text/html"].match(/src="data:image\/png;base64,([^"]+)"/)![1];
  const { width, height } = PNG.sync.read(Buffer.from(base64, "base64"));
  assert.deepEqual([width, height], [2 * FIGURE.width, 2 * FIGURE.height]);
  assert.match(data["text/html"], new RegExp(`width="${FIGURE.width}" height="${FIGURE.height}"`));
  assert.match(data["text/html"], /alt="a &quot;b&quot; &lt; c"/);
});

Deno.test("renderDisplay() gives a figure a card and a rule that makes it dark in dark themes", async () => {
  const html = (await renderDisplay(FIGURE)).data["text/html"];
  const [, name] = html.match(
    /<style>\[data-jp-theme-light="false"\] \.([\w-]+),\.vscode-dark \.\1\{filter:invert/,
  )!;
  assert.match(html, new RegExp(`<img class="${name}" [^>]*border-radius:8px;background:#fff`));
});

Deno.test("renderDisplay() gives a figure's description as its plain text", async () => {
  assert.equal((await renderDisplay(FIGURE)).data["text/plain"], `[figure] ${FIGURE.description}`);
});

Deno.test("renderDisplay() gives a table as HTML and as text", async () => {
  const made = table([{ a: 1 }]);
  assert.deepEqual((await renderDisplay(made)).data, {
    "text/html": made.html,
    "text/plain": made.text,
  });
});
