import assert from "node:assert/strict";
import { DOMParser } from "linkedom";
import { composeFigure } from "../../lib/plots/figure.ts";
import { plotHistogram } from "../../lib/plots/histogram.ts";

const PANEL = { width: 100, height: 50, markup: "<circle/>" };

Deno.test("composeFigure() stacks rows below the title and sets panels side by side", () => {
  const figure = composeFigure([[PANEL, PANEL], [PANEL]], { title: "T", description: "D" });
  const places = [...figure.svg.matchAll(/translate\((\d+),(\d+)\)/g)].map(([, x, y]) => [+x, +y]);
  const [first, second, third] = places;
  assert.ok(second[0] >= first[0] + PANEL.width && second[1] === first[1]);
  assert.ok(third[0] === first[0] && third[1] >= first[1] + PANEL.height);
  assert.ok(figure.height >= third[1] + PANEL.height);
});

Deno.test("composeFigure() escapes text", () => {
  const { svg } = composeFigure([[PANEL]], { title: `a<b & "c"`, description: `"d"` });
  assert.ok(svg.includes("a&lt;b &amp; &quot;c&quot;</text>"));
  assert.ok(svg.includes(`aria-label="&quot;d&quot;"`));
});

Deno.test("composeFigure() breaks a long subtitle into lines within the figure's width", () => {
  const subtitle = "word ".repeat(60).trim();
  const options = { title: "T", description: "D", width: 400 };
  const short = composeFigure([[PANEL]], { ...options, subtitle: "word" });
  const long = composeFigure([[PANEL]], { ...options, subtitle });
  const lines = [...long.svg.matchAll(/>([word ]+)<\/text>/g)].map(([, line]) => line);
  assert.equal(lines.join(" "), subtitle);
  assert.ok(lines.length > 3 && lines.every((line) => line.length < 400 / 6));
  assert.ok(long.height > short.height);
});

Deno.test("plotHistogram() draws into the document that is passed in", () => {
  const document = new DOMParser().parseFromString("<html></html>", "text/html");
  const createElementNS = document.createElementNS.bind(document);
  let created = 0;
  document.createElementNS = (...args: Parameters<typeof createElementNS>) => {
    created++;
    return createElementNS(...args);
  };
  const bins = [{ lower: 0, upper: 1, count: 5 }];
  assert.equal(plotHistogram(bins, { document }).svg, plotHistogram(bins).svg);
  assert.ok(created > 10);
});
