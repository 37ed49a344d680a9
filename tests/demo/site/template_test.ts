import assert from "node:assert/strict";
import { fillTemplate, listFacts } from "../../../lib/demo/site/template.ts";

Deno.test("listFacts() says what is known of a model and nothing else", () => {
  const test = { errors: 38, n: 10_000 };
  assert.equal(
    listFacts({ name: "a", parameters: 61932, test }),
    "61,932 parameters, 0.38% test error",
  );
  assert.equal(listFacts({ name: "a", test }), "0.38% test error");
  assert.equal(listFacts({ name: "a" }), "");
});

Deno.test("fillTemplate() lists models, whatever characters their names have", () => {
  const template = '<meta content="%CONTENT_SECURITY_POLICY%"><select><!-- models --></select>';
  const html = fillTemplate(template, [{ name: `"<b>$&` }, { name: "lenet5", parameters: 7 }]);
  const odd = "&quot;&lt;b&gt;$&amp;";
  assert.ok(html.includes(`<option value="${odd}" data-facts="">${odd}</option>`), html);
  assert.ok(html.includes('<option value="lenet5" data-facts="7 parameters">lenet5</option>'));
  assert.match(html, /script-src 'self' 'wasm-unsafe-eval';/);
});
