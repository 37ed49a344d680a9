/**
 * Lessons in the demo page: digits that it misreads, what is no digit, saved and opened again, a round of digits.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "@std/path";
import { unzipSync } from "fflate/browser";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import { type DemoPage, SCRIBBLES, startDemo } from "./demo.ts";
import { assertShows, download, predict, writeArchive } from "./downloads.ts";

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // browser and server live on

/** A lesson with all that is loaded for it, on a machine that does other things too. */
const LESSON_MS = 60_000;

const demo = await startDemo();
Deno.test.afterAll(() => demo.close());

const teachButton = ({ page }: DemoPage, digit: string) =>
  page.getByRole("button", { name: new RegExp(`^It is an? ${digit}$`) });

const strokesOf = (digits: string) => layOutExample(digits, 16).map(({ points }) => points);

Deno.test({
  name:
    "three triangles are taught as what they were not read as, then read so, and forgotten again",
  ...SHARED,
}, async () => {
  const page = await demo.open();
  const best = () => page.page.locator("#bars .best .name").textContent();
  await page.page.locator("#teach summary").click();
  const status = page.page.locator(".teach-status");
  await page.draw(drawTriangle(0));
  const before = Number(await best()), taught = `${(before + 3) % 10}`;
  for (const slant of [0, 14, -14]) {
    if (slant !== 0) {
      await page.clear();
      await page.draw(drawTriangle(slant));
    }
    await teachButton(page, taught).click();
    await status.filter({ hasText: /^Learned/ }).waitFor({ timeout: LESSON_MS });
    await page.waitUntilRead();
    console.log(`  ${await status.textContent()}`);
    assert.equal(await best(), taught);
    assert.notEqual(await page.state(), "foreign");
  }
  await page.clear();
  await page.draw(drawTriangle(7));
  assert.equal(await best(), taught);
  await page.page.getByRole("button", { name: "Forget", exact: true }).click();
  await page.page.waitForFunction(() =>
    document.querySelector<HTMLSelectElement>("#model")!.value === "lenet5"
  );
  await page.clear();
  await page.draw(drawTriangle(0));
  assert.equal(await best(), `${before}`);
  await page.close();
});

/** A triangle that leans by so many units of the sheet. */
function drawTriangle(slant: number): { x: number; y: number }[][] {
  const [top, left, right] = [[200 + slant, 60], [120, 230], [280, 230]];
  return [[top, left, right, top].map(([x, y]) => ({ x, y }))];
}

/** Opens the page with the lessons unfolded. */
async function openLessons(): Promise<DemoPage> {
  const page = await demo.open();
  await page.page.locator("#teach summary").click();
  return page;
}

/** Waits until the browser keeps so many corrections. */
async function waitUntilKept({ page }: DemoPage, count: number): Promise<void> {
  await page.waitForFunction((count) =>
    new Promise<boolean>((resolve) => {
      const opening = indexedDB.open("lenet5");
      opening.onsuccess = () => {
        const asked = opening.result.transaction("corrections").objectStore("corrections").count();
        asked.onsuccess = () => {
          opening.result.close();
          resolve(asked.result === count);
        };
      };
    }), count);
}

const waitUntilLearned = ({ page }: DemoPage) =>
  page.locator(".teach-status").filter({ hasText: /^Learned/ }).waitFor({ timeout: LESSON_MS });

Deno.test({
  name: "what is no digit is taught to be none, saved, forgotten, and taught again from the file",
  ...SHARED,
}, async () => {
  const page = await openLessons(), state = () => page.state();
  await page.draw(drawTriangle(0));
  assert.notEqual(await state(), "foreign");
  await page.page.getByRole("button", { name: "It is no digit" }).click();
  await waitUntilLearned(page);
  await page.waitUntilRead();
  assert.equal(await state(), "foreign");
  for (const digit of "0123456789") {
    await page.clear();
    await page.draw(strokesOf(digit));
    assert.equal(await page.number(), digit);
  }
  const event = page.page.waitForEvent("download");
  await page.page.getByRole("button", { name: "Save them" }).click();
  const path = await (await event).path();
  assert.deepEqual(Object.keys(unzipSync(await Deno.readFile(path))), ["no_digit/1.png"]);
  await page.page.getByRole("button", { name: "Forget", exact: true }).click();
  await page.clear();
  await page.draw(drawTriangle(0));
  assert.notEqual(await state(), "foreign");
  await page.page.locator("#teach-file").setInputFiles(path);
  await waitUntilLearned(page);
  await page.waitUntilRead();
  assert.equal(await state(), "foreign");
  await page.close();
});

Deno.test({
  name: "a taught network is downloaded, and the command line reads with it what the page reads",
  ...SHARED,
}, async () => {
  const page = await openLessons();
  await page.draw(drawTriangle(0));
  const before = Number(await page.page.locator("#bars .best .name").textContent());
  const taught = (before + 3) % 10;
  await teachButton(page, `${taught}`).click();
  await waitUntilLearned(page);
  await page.waitUntilRead();
  const press = () => page.page.getByRole("button", { name: "Download the taught" }).click();
  const dir = await Deno.makeTempDir({ prefix: "taught_" });
  try {
    const archive = await download(page, press), folder = "lenet5-taught-here";
    const names = ["model.json", "weights.bin", "run.json", "reader.json"];
    assert.deepEqual(Object.keys(archive), names.map((name) => `${folder}/${name}`));
    await writeArchive(archive, dir);
    const drawings = [drawTriangle(0), ...[..."0123456789"].map(strokesOf)];
    for (const [i, strokes] of drawings.entries()) {
      await page.clear();
      await page.draw(strokes);
      const picture = join(dir, `${i}.png`);
      await page.save(picture);
      const [reading] = await predict(["--model", join(dir, folder), "--json", picture]);
      if (i === 0) assert.equal(reading.digit, taught);
      assert.equal(reading.verdict, await page.state());
      await assertShows(page, reading);
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
  await page.close();
});

Deno.test({
  name: "corrections outlive a reload, are learned again, and are gone once forgotten",
  ...SHARED,
}, async () => {
  const page = await openLessons(), best = page.page.locator("#bars .best .name");
  const summary = page.page.locator("#teach summary");
  const press = (name: string) => page.page.getByRole("button", { name, exact: true }).click();
  await page.draw(drawTriangle(0));
  const before = Number(await best.textContent()), taught = `${(before + 3) % 10}`;
  await teachButton(page, taught).click();
  await waitUntilLearned(page);
  await page.clear();
  await page.draw(SCRIBBLES.foreign);
  await page.page.getByRole("button", { name: "It is no digit" }).click();
  await page.page.getByText("Your 2 corrections").waitFor({ timeout: LESSON_MS });
  await waitUntilKept(page, 2);
  await page.page.reload();
  await summary.filter({ hasText: "(2 kept)" }).click();
  await page.page.getByText("2 corrections are kept from before.").waitFor();
  await page.clear();
  await page.draw(drawTriangle(0));
  assert.equal(await best.textContent(), `${before}`);
  const archive = await download(page, () => press("Save them"));
  const names = Object.keys(archive).sort();
  assert.deepEqual(names, [`my_hand/${taught}/1.png`, "no_digit/1.png"]);
  await press("Learn them again");
  await waitUntilLearned(page);
  await page.waitUntilRead();
  assert.equal(await best.textContent(), taught);
  await press("Forget");
  await page.page.getByText("Forgotten: the network reads as before.").waitFor();
  await waitUntilKept(page, 0);
  await page.page.reload();
  await summary.click();
  await page.page.getByText("Corrections stay on this device").waitFor();
  assert.equal(await summary.textContent(), "Misread? Teach it");
  assert.equal(await page.page.getByRole("button", { name: "Forget", exact: true }).count(), 0);
  await page.close();
});

Deno.test({ name: "a file without corrections is refused in words", ...SHARED }, async () => {
  const page = await openLessons();
  const file = { name: "x.zip", mimeType: "application/zip", buffer: Buffer.from("no archive") };
  await page.page.locator("#teach-file").setInputFiles(file);
  await page.page.getByText("expected a ZIP archive with pictures in it").waitFor();
  await page.draw(strokesOf("4"));
  await teachButton(page, "4").click();
  await waitUntilLearned(page);
  await page.close();
});

Deno.test({
  name: "a round asks for each digit twice, tells what was read, and teaches what was missed",
  ...SHARED,
}, async () => {
  const page = await openLessons(), prompt = page.page.locator(".round-prompt");
  const press = (name: string) => page.page.getByRole("button", { name, exact: true }).click();
  await page.draw(drawTriangle(0));
  const like = await page.number();
  await press("Draw these ten");
  await press("Next");
  assert.match((await prompt.textContent())!, /^The sheet is empty/);
  let missed = "";
  for (let i = 1; i <= 20; i++) {
    const wanted = (await prompt.textContent())!.match(/draw (?:an? )?(\d)/)![1];
    const isTriangle = missed === "" && wanted !== like;
    if (isTriangle) missed = wanted;
    await page.draw(isTriangle ? drawTriangle(0) : strokesOf(wanted));
    await press("Next");
    await page.waitUntilRead();
  }
  const line = (await prompt.textContent())!;
  console.log(`  ${line}`);
  assert.equal(line, `It read 19 of your 20 digits. Missed: ${missed} as ${like}.`);
  await press("Teach what it missed");
  await waitUntilLearned(page);
  await page.draw(drawTriangle(5));
  assert.equal(await page.page.locator("#bars .best .name").textContent(), missed);
  await page.close();
});
