import assert from "node:assert/strict";
import { decimals, keyValueTable, percent, table } from "../../lib/notebook/table.ts";

const ROWS = [
  { digit: 1, count: 12_345, share: 0.123456, note: "<thin>" },
  { digit: 10, count: 7, share: 0.5, note: undefined },
];

Deno.test("table() aligns numbers to the right and text to the left", () => {
  assert.equal(
    table(ROWS).text,
    [
      "digit   count   share  note",
      "    1  12,345  0.1235  <thin>",
      "   10       7     0.5",
    ].join("\n"),
  );
});

Deno.test("table() takes columns, headings, formats and a title", () => {
  const columns = { share: "of all", digit: "digit" };
  const made = table(ROWS, { columns, format: { share: percent }, title: "Shares & more" });
  assert.equal(made.text, "Shares & more\nof all  digit\n12.35%      1\n50.00%     10");
  assert.ok(made.html.startsWith("<b>Shares &amp; more</b>\n<table><thead><tr><th"));
});

Deno.test("table() escapes text and sets no colour, so that themes can", () => {
  const { html } = table(ROWS);
  assert.ok(html.includes("&lt;thin&gt;") && !html.includes("<thin>"));
  assert.ok(!/color|background/.test(html));
  assert.equal(html.match(/<tr>/g)?.length, 3);
});

Deno.test("table() of no rows has no cells", () => {
  assert.equal(table([]).text.trim(), "");
  assert.equal(table([], { columns: { a: "A" } }).text, "A");
});

Deno.test("keyValueTable() lists names and values without a heading row", () => {
  const made = keyValueTable({ digits: 60_000, "mean ink": 0.13066, source: "npm" });
  assert.equal(made.text, "digits    60,000\nmean ink  0.1307\nsource    npm");
  assert.ok(!made.html.includes("<th"));
});

Deno.test("table() writes shapes with × between their sizes", () => {
  assert.equal(table([{ shape: [28, 28, 6] }]).text, "shape\n28×28×6");
});

Deno.test("decimals() writes as many decimals as it was made for", () => {
  assert.equal(
    table([{ a: 0.1 }, { a: 2 }], { format: { a: decimals(3) } }).text,
    "    a\n0.100\n2.000",
  );
});

Deno.test("percent() writes shares with two decimals or as many as asked for", () => {
  assert.equal(percent(0.99375), "99.38%");
  assert.equal(percent(1, 0), "100%");
});

Deno.test("table() aligns columns with East Asian names, which take two columns a character", () => {
  assert.equal(
    table([{ name: "お", n: 1 }, { name: "abc", n: 2 }]).text,
    "name  n\nお    1\nabc   2",
  );
});
