/**
 * Every example in the documentation and the README is type-checked; those that need nothing but the
 * checkout are run.
 *
 * @module
 */
import assert from "node:assert/strict";
import { join, relative } from "@std/path";
import { PROJECT_DIR } from "./module_graph.ts";

interface Example {
  /** Where it stands. */
  place: string;
  code: string;
}

const FENCE = /^( *\*? ?)```ts([^\n]*)\n([\s\S]*?)^\1```/gm;

/** The TypeScript blocks of a text, in a comment or not. */
function findExamples(text: string, file: string): Example[] {
  return [...text.matchAll(FENCE)].map(({ index, 1: margin, 3: body }) => {
    const line = text.slice(0, index).split("\n").length;
    const lines = body.split("\n").map((each) => each.replace(margin, "").replace(/^ \*$/, ""));
    return { place: `${file}:${line}`, code: lines.join("\n") };
  });
}

async function* listFiles(dir: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(dir)) {
    if (isDirectory) yield* listFiles(join(dir, name));
    else if (name.endsWith(".ts")) yield join(dir, name);
  }
}

const examples: Example[] = findExamples(
  (await Deno.readTextFile(join(PROJECT_DIR, "README.md"))).replaceAll(
    "./lib/mod.ts",
    "@lenet5/digits",
  ),
  "README.md",
);
for (const path of (await Array.fromAsync(listFiles(join(PROJECT_DIR, "lib")))).sort()) {
  examples.push(...findExamples(await Deno.readTextFile(path), relative(PROJECT_DIR, path)));
}

/** A browser's page, or a picture of the reader's own. */
const needsMore = ({ code }: Example) => /getImageData|my_digit\.png/.test(code);

async function deno(...args: string[]): Promise<{ success: boolean; output: string }> {
  const command = new Deno.Command(Deno.execPath(), { args, cwd: PROJECT_DIR });
  const { success, stdout, stderr } = await command.output();
  const output = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
  return { success, output };
}

async function withFiles(use: (files: string[]) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    const files = examples.map((_, index) => join(dir, `example_${index}.ts`));
    for (const [index, { code }] of examples.entries()) {
      await Deno.writeTextFile(files[index], code);
    }
    await use(files);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const CONFIG = ["--config", join(PROJECT_DIR, "deno.json")];

Deno.test("examples are found in the README and beside the functions", () => {
  const files = examples.map(({ place }) => place.replace(/:.*/, ""));
  assert.ok(files.includes("README.md") && files.includes("lib/reader/reader.ts"), `${files}`);
  assert.ok(examples.every(({ code }) => code.includes("@lenet5/digits")), "imports are shown");
});

Deno.test("every example has the types that its functions want", async () => {
  await withFiles(async (files) => {
    const { success, output } = await deno("check", ...CONFIG, ...files);
    const named = examples.reduce(
      (text, { place }, index) => text.replaceAll(files[index], place),
      output,
    );
    assert.ok(success, named);
  });
});

Deno.test("every example that needs nothing but the checkout runs", async () => {
  await withFiles(async (files) => {
    for (const [index, example] of examples.entries()) {
      if (needsMore(example)) continue;
      const { success, output } = await deno("run", "--allow-all", ...CONFIG, files[index]);
      assert.ok(success, `${example.place}\n${output}`);
    }
  });
});
