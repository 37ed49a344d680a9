/**
 * The package as a stranger gets it: packed, installed by npm in an empty folder, used from Node.js and
 * bundled for a browser. Needs Node.js 20.16 or newer and npm, which fetches the package's dependencies.
 *
 * @module
 */
import assert from "node:assert/strict";
import { dirname, fromFileUrl, join } from "@std/path";
import * as esbuild from "esbuild";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { IMAGE_SIZE, imageAt } from "../../lib/dataset/labeled_images.ts";
import type { Picture } from "../../lib/image/picture.ts";
import { encodePng } from "../../lib/image/png.ts";
import { createReader } from "../../lib/reader/reader.ts";

const PROJECT_DIR = dirname(dirname(dirname(fromFileUrl(import.meta.url))));
const CONSUMER_DIR = join(PROJECT_DIR, "tests", "package", "consumer");
const MODEL = new URL("../../models/lenet5/", import.meta.url);

/** The whole reader with the kernels, minified and gzipped, without weights. */
const MOST_BUNDLE_BYTES = 50_000;

async function run(command: string, args: string[], cwd: string): Promise<string> {
  const child = new Deno.Command(command, { args, cwd, env: { NO_COLOR: "1" } });
  const { success, stdout, stderr } = await child.output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assert.ok(success, `${command} ${args.join(" ")}\n${decode(stdout)}${decode(stderr)}`);
  return decode(stdout);
}

/** The first test digits side by side, each as a stranger would draw it: black on white, enlarged. */
async function drawTestDigits(count: number): Promise<{ picture: Picture; labels: string }> {
  const digits = await loadSplit("test"), scale = 4, side = scale * IMAGE_SIZE;
  const width = count * side, data = new Uint8Array(width * side * 4).fill(255);
  for (let index = 0; index < count; index++) {
    const ink = imageAt(digits, index);
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const value = 255 - ink[Math.floor(y / scale) * IMAGE_SIZE + Math.floor(x / scale)];
        data.fill(
          value,
          4 * (y * width + index * side + x),
          4 * (y * width + index * side + x) + 3,
        );
      }
    }
  }
  return { picture: { width, height: side, data }, labels: digits.labels.slice(0, count).join("") };
}

async function gzippedSize(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const gzipped = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(gzipped).arrayBuffer()).byteLength;
}

async function bundleReader(
  app: string,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; text: string }> {
  try {
    const { outputFiles: [file] } = await esbuild.build({
      stdin: { contents: `export { createReader } from "@lenet5/digits/reader";`, resolveDir: app },
      write: false,
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      logLevel: "silent",
    });
    return { bytes: file.contents as Uint8Array<ArrayBuffer>, text: file.text };
  } finally {
    await esbuild.stop();
  }
}

Deno.test("the packed package works for a stranger", async (t) => {
  const app = await Deno.makeTempDir();
  try {
    const tarball = join(app, "package.tgz");
    await run(Deno.execPath(), ["pack", "--allow-dirty", "--output", tarball], PROJECT_DIR);
    await Deno.writeTextFile(join(app, "package.json"), `{ "private": true, "type": "module" }`);
    await run("npm", ["install", "--no-audit", "--no-fund", tarball], app);
    for await (const { name } of Deno.readDir(CONSUMER_DIR)) {
      await Deno.copyFile(join(CONSUMER_DIR, name), join(app, name));
    }
    const { picture, labels } = await drawTestDigits(3);
    const wanted = await (await createReader({ model: MODEL }))(picture);

    await t.step("it holds no tests, notebooks, commands or untranslated modules", async () => {
      const names = (await run("tar", ["-tzf", tarball], app)).trim().split("\n");
      const strange = names.filter((name) =>
        /^package\/(tests|notebooks|data|lib\/(cli|demo|jupyter|bench|std_path))\b/.test(name) ||
        /(?<!\.d)\.ts$/.test(name)
      );
      assert.deepEqual(strange, []);
      assert.ok(names.includes("package/lib/engine/worker.js"));
    });

    await t.step("./reader reads a PNG in Node.js as it does in Deno", async () => {
      await Deno.writeFile(join(app, "digits.png"), encodePng(picture));
      const came = JSON.parse(await run("node", ["read.mjs", "digits.png"], app));
      assert.deepEqual([came.text, came.lines], [labels, 1]);
      assert.equal(wanted.text, labels);
      wanted.digits.forEach(({ probabilities, box, verdict, line }, index) => {
        const digit = came.digits[index];
        assert.deepEqual([digit.box, digit.verdict, digit.line], [box, verdict, line]);
        // Node.js 20 has no fused multiply-add.
        probabilities.forEach((probability, i) => {
          assert.ok(Math.abs(probability - digit.probabilities[i]) < 1e-4);
        });
      });
    });

    await t.step(
      "./training trains on Node.js's Workers, and ./model saves and loads",
      async () => {
        const { record, accuracy, classes } = JSON.parse(await run("node", ["train.mjs"], app));
        assert.ok(record.validationAccuracy > 0.7, `${record.validationAccuracy}`);
        assert.ok(Math.abs(accuracy - record.validationAccuracy) < 0.005);
        assert.equal(classes.length, 10);
      },
    );

    await t.step("its types are whole", async () => {
      await Deno.writeTextFile(join(app, "deno.json"), `{ "nodeModulesDir": "manual" }`);
      await run(Deno.execPath(), ["check", "types.ts"], app);
    });

    await t.step(
      "./reader bundles for a browser: small, without Deno or Node.js, and it reads",
      async () => {
        const { bytes, text } = await bundleReader(app);
        const size = await gzippedSize(bytes);
        assert.ok(size < MOST_BUNDLE_BYTES, `${size} bytes gzipped`);
        assert.doesNotMatch(
          text,
          /\bDeno\b|tensorflow|\b(from|import|require)\s*\(?\s*["'](node:|fs)/,
        );
        const path = join(app, "bundle.mjs");
        await Deno.writeFile(path, bytes);
        const bundled: { createReader: typeof createReader } = await import(`file://${path}`);
        const { text: read } = await (await bundled.createReader({ model: MODEL }))(picture);
        assert.equal(read, labels);
      },
    );
  } finally {
    await Deno.remove(app, { recursive: true });
  }
});
