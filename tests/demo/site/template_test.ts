import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../../lib/dataset/labeled_images.ts";
import { fillTemplate, listFacts } from "../../../lib/demo/site/template.ts";

Deno.test("listFacts() says what is known of a model and nothing else", () => {
  const test = { errors: 38, n: 10_000 };
  assert.equal(
    listFacts({ name: "a", classes: [], parameters: 61932, test }),
    "61,932 parameters, 0.38% test error",
  );
  assert.equal(listFacts({ name: "a", classes: [], test }), "0.38% test error");
  assert.equal(listFacts({ name: "a", classes: [] }), "");
});

Deno.test("fillTemplate() lists models with facts and classes, whatever characters they have", () => {
  const template = '<meta content="%CONTENT_SECURITY_POLICY%"><select><!-- models --></select>';
  const html = fillTemplate(template, [
    { name: `"<b>$&`, classes: [`"`, "<"] },
    { name: "lenet5", classes: DIGIT_CLASSES.slice(0, 2), parameters: 7 },
  ]);
  const odd = "&quot;&lt;b&gt;$&amp;", oddClasses = "[&quot;\\&quot;&quot;,&quot;&lt;&quot;]";
  const first = `<option value="${odd}" data-facts="" data-classes="${oddClasses}">${odd}</option>`;
  assert.ok(html.includes(first), html);
  assert.match(html, /data-facts="7 parameters" [^>]*>lenet5: 7 parameters<\/option>/);
  assert.match(html, /script-src 'self' 'wasm-unsafe-eval';/);
});

Deno.test("fillTemplate() gives whole addresses where the page's own is known, else relative ones", () => {
  const template = '<!-- address --><!-- offline --><meta content="%BASE%card.png">';
  assert.equal(fillTemplate(template, []), '<meta content="./card.png">');
  const url = "https://example.org/a&b/";
  const html = fillTemplate(template, [], { url, serviceWorker: "service_worker.js" });
  assert.ok(html.includes('<meta content="https://example.org/a&amp;b/card.png">'));
  assert.ok(html.includes('<link rel="canonical" href="https://example.org/a&amp;b/">'));
  assert.ok(html.includes('<meta name="service-worker" content="./service_worker.js">'));
});
