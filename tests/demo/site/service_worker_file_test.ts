import assert from "node:assert/strict";
import { describeSite } from "../../../lib/demo/site/service_worker_file.ts";
import type { Site } from "../../../lib/demo/site/site.ts";

const PATHS = [
  "index.html",
  "main.js",
  "card.png",
  "fonts/serif.woff2",
  "fonts/licenses.txt",
  ...["a b", "lenet5"].flatMap((name) => [`models/${name}.json`, `models/${name}.bin`]),
];

function makeSite(changed?: string): Site {
  const body = (path: string) => new TextEncoder().encode(path === changed ? "new" : "old");
  return new Map(PATHS.map((path) => [path, { type: "text/plain", body: body(path) }]));
}

function parse(script: string) {
  return JSON.parse(script.match(/^const SITE=(.*);\n$/)![1]);
}

Deno.test("describeSite() keeps what the page needs with its first model, others when they are used", () => {
  const { files, moreFiles } = parse(describeSite(makeSite(), "lenet5"));
  const first = ["models/lenet5.json", "models/lenet5.bin"];
  assert.deepEqual(files, ["main.js", "fonts/serif.woff2", ...first]);
  assert.deepEqual(moreFiles, ["models/a b.json", "models/a b.bin"]);
});

Deno.test("describeSite() has another version whenever any file differs, the same otherwise", () => {
  const versions = [undefined, ...PATHS]
    .map((changed) => parse(describeSite(makeSite(changed), "lenet5")).version);
  assert.equal(new Set(versions).size, PATHS.length + 1);
  assert.equal(parse(describeSite(makeSite(), "lenet5")).version, versions[0]);
});
