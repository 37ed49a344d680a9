import assert from "node:assert/strict";
import { renderPage } from "../../lib/notebook/kernel_page.ts";

const fileOf = (name: string) => new URL(`../../lib/notebook/${name}`, import.meta.url);

for (const name of ["drawing_pad.html", "sliders.html"]) {
  Deno.test(`renderPage() of ${name} names the notebook and no address of this machine`, async () => {
    const page = { name: "A page", file: fileOf(name), data: { "</script>": 1 } };
    const html = await renderPage(page, `/somewhere/notebooks/05_"error"<.ipynb`);
    assert.ok(html.includes(`NOTEBOOK = "05_error.ipynb", PAGE = "A page"`));
    assert.doesNotMatch(html, /127\.0\.0\.1|localhost|somewhere|__\w+__/);
    assert.equal(html.split("</script>").length, 2, "data cannot end the script");
  });
}

Deno.test("renderPage() puts data into the page", async () => {
  const data = { angle: { from: -1, to: 1 } };
  const html = await renderPage({ name: "Sliders", file: fileOf("sliders.html"), data }, "a.ipynb");
  assert.ok(html.includes(`SLIDERS = ${JSON.stringify(data)};`));
});
