/**
 * What goes wrong with the demo page, and how it says so: old browsers, missing files, a Worker that
 * does not start, pictures without digits.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { PNG } from "pngjs";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import { DESKTOP, startDemo } from "./demo.ts";

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // browser and server live on

const demo = await startDemo();
Deno.test.afterAll(() => demo.close());

/** A tab that asks the server for every file. */
const openTab = () => demo.tab({ ...DESKTOP, serviceWorkers: "block" });

const strokesOf = (digits: string) => layOutExample(digits, 16).map(({ points }) => points);

/** What a browser lacks that is made to, and what the page says of it. */
const OLD: [name: string, age: () => void, said: RegExp][] = [
  [
    "WebAssembly SIMD",
    () => WebAssembly.validate = () => false,
    /lacks WebAssembly SIMD\. Chrome or Edge 123/,
  ],
  [
    "OffscreenCanvas",
    () => Object.defineProperty(globalThis, "OffscreenCanvas", { value: undefined }),
    /lacks OffscreenCanvas\./,
  ],
];

for (const [name, age, said] of OLD) {
  Deno.test({ name: `a browser without ${name} is told so`, ...SHARED }, async () => {
    const page = await openTab();
    await page.page.addInitScript(age);
    await page.page.goto(demo.url);
    await page.page.getByText(said).waitFor();
    await page.close();
  });
}

Deno.test(
  { name: "a missing or too new script is said where the sheet would be", ...SHARED },
  async () => {
    const page = await openTab();
    await page.page.route("**/main.js", (route) => route.fulfill({ status: 404 }));
    await page.page.goto(demo.url);
    await page.page.getByText("A file of the page could not be loaded: main.js.").waitFor();
    await page.page.unroute("**/main.js");
    const contentType = "text/javascript";
    await page.page.route(
      "**/main.js",
      (route) => route.fulfill({ contentType, body: "let 5 = ;" }),
    );
    await page.page.goto(demo.url);
    await page.page.getByText("it lacks newer JavaScript").waitFor();
    page.problems.length = 0; // the browser's own notes
    await page.close();
  },
);

Deno.test({ name: "a Worker that does not start is said, and stays said", ...SHARED }, async () => {
  const page = await openTab();
  await page.page.route("**/reader_worker.js", (route) => route.fulfill({ status: 404 }));
  await page.page.goto(demo.url);
  const message = page.page.getByRole("alert");
  await message.getByText("The reader could not be started. Reload the page").waitFor();
  await page.page.waitForTimeout(1000); // the example is written, and would have been read
  assert.match((await message.textContent())!, /could not be started/);
  assert.equal(await page.page.locator("#answer").getAttribute("aria-busy"), "false");
  await page.draw(strokesOf("7"));
  assert.match((await message.textContent())!, /could not be started/);
  page.problems.length = 0;
  await page.close();
});

Deno.test({
  name: "a missing model is named, and read again when it is there",
  ...SHARED,
}, async () => {
  const page = await openTab();
  const file = "**/models/lenet5.bin";
  await page.page.context().route(file, (route) => route.fulfill({ status: 404 }));
  await page.page.goto(demo.url);
  const message = page.page.getByRole("alert");
  await message.getByText("could not be loaded: models/lenet5.bin is missing on the server.")
    .waitFor();
  await page.page.context().unroute(file);
  await page.draw(strokesOf("7"));
  assert.equal(await page.number(), "7");
  assert.equal(await message.textContent(), "");
  page.problems.length = 0;
  await page.close();
});

Deno.test({
  name: "what the browser kept is checked: a damaged network and damaged corrections are told of",
  ...SHARED,
}, async () => {
  const page = await demo.open();
  await page.page.evaluate(() =>
    new Promise<void>((resolve) => {
      const opening = indexedDB.open("lenet5");
      opening.onsuccess = () => {
        const transaction = opening.result.transaction(["networks", "corrections"], "readwrite");
        transaction.objectStore("networks").put({ title: 5 }, "kept");
        const corrections = transaction.objectStore("corrections");
        corrections.add({ pixels: new Uint8Array(784), label: 3 });
        corrections.add({ pixels: new Uint8Array(3), label: 3 });
        transaction.oncomplete = () => {
          opening.result.close();
          resolve();
        };
      };
    })
  );
  await page.page.reload();
  await page.page.getByText(
    "The network kept in this browser is ignored: the kept network: title: expected a text, got 5.",
  ).waitFor();
  await page.page.locator("#teach summary").click();
  await page.page.getByText(
    "One correction is kept from before. 1 that the browser kept cannot be read and is left out.",
  ).waitFor();
  await page.close();
});

Deno.test({ name: "a Worker of another page is not listened to", ...SHARED }, async () => {
  const page = await openTab();
  const body = `onmessage = () => postMessage({ type: "novel" });`;
  // An isolated page takes no Worker without the second.
  const headers = {
    "content-type": "text/javascript",
    "cross-origin-embedder-policy": "require-corp",
  };
  await page.page.context().route("**/*_worker.js", (route) => route.fulfill({ headers, body }));
  await page.page.goto(demo.url);
  await page.page.getByRole("alert").getByText("The reader is not this page's").waitFor();
  await page.page.locator("#train").getByRole("button", { name: "Start" }).click();
  await page.page.getByText("the Worker that trains is not this page's: reload the page").waitFor();
  await page.close();
});

Deno.test({ name: "a damaged model is called damaged", ...SHARED }, async () => {
  const page = await openTab();
  await page.page.context().route("**/models/*.bin", (route) => route.fulfill({ body: "short" }));
  await page.page.goto(demo.url);
  await page.page.getByText("The model lenet5 is damaged: the model should have").waitFor();
  await page.close();
});

Deno.test(
  { name: "what is said of nothing depends on what lies on the sheet", ...SHARED },
  async () => {
    const page = await demo.open();
    const reason = page.page.locator("#reason");
    assert.equal(await reason.textContent(), "Nothing to read yet.");
    const white = new PNG({ width: 200, height: 150 });
    white.data.fill(255);
    const give = async (png: PNG) => {
      const buffer = Buffer.from(PNG.sync.write(png));
      await page.page.locator("#file").setInputFiles({
        name: "a.png",
        mimeType: "image/png",
        buffer,
      });
    };
    await give(white);
    await reason.getByText("No digit found in this picture.").waitFor();
    // Paper with writing all over it takes long; the old answer must not stand beside it.
    const page2 = new PNG({ width: 3000, height: 2400 });
    page2.data.fill(255);
    for (let i = 0; i < 3000 * 2400; i++) {
      const x = i % 3000, y = Math.floor(i / 3000);
      const isInk = x % 200 < 16 && y % 200 < 120;
      if (isInk) page2.data.fill(20, 4 * i, 4 * i + 3);
    }
    // Looked for in every frame: it stands there for a few of them.
    const isReading = page.page.waitForFunction(() =>
      document.querySelector("#reason")!.textContent === "Reading the picture…" &&
      document.querySelector("#number")!.textContent === ""
    );
    await Promise.all([isReading, give(page2)]);
    await page.close();
  },
);
