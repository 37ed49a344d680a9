import assert from "node:assert/strict";
import { join } from "@std/path";
import { OrderedOutput } from "../../lib/cli/ordered_output.ts";

async function withFile(check: (path: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await check(join(dir, "out.jsonl"));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function* parts(...names: string[]): AsyncGenerator<string, void> {
  yield* names;
}

const line = (text: string) => JSON.stringify({ image: text });

const itself = (name: string) => name;

Deno.test("OrderedOutput writes parts in order and gives the file its name at the end", async () => {
  await withFile(async (path) => {
    const output = await OrderedOutput.open(path, "out.jsonl");
    assert.equal(await output.skipDone(parts("a", "b"), itself), undefined);
    await output.append("a", [line("1"), line("2")]);
    await output.append("b", ['{"image":"3","error":"no ink"}']);
    assert.equal(output.count, 3);
    assert.equal(await output.finish(), 1);
    output.close();
    const text = await Deno.readTextFile(path);
    assert.equal(text, `${line("1")}\n${line("2")}\n{"image":"3","error":"no ink"}\n`);
    const names = await Array.fromAsync(Deno.readDir(join(path, "..")));
    assert.deepEqual(names.map(({ name }) => name), ["out.jsonl"]);
    await assert.rejects(
      OrderedOutput.open(path, "out.jsonl"),
      /^InputError: --out out\.jsonl: expected a new file, got one that is there$/,
    );
  });
});

Deno.test("OrderedOutput goes on behind the last whole part, whatever lies behind it", async () => {
  await withFile(async (path) => {
    const first = await OrderedOutput.open(path, "out.jsonl");
    await first.append("a", [line("1")]);
    await first.append("b", [line("2")]);
    first.close();
    // Killed after a part was written and before it counted.
    await Deno.writeTextFile(`${path}.partial`, `${line("3")}\n${line("4").slice(0, 5)}`, {
      append: true,
    });
    const second = await OrderedOutput.open(path, "out.jsonl"), left = parts("a", "b", "c");
    assert.equal(second.count, 2);
    assert.equal(await second.skipDone(left, itself), "b");
    assert.deepEqual(await Array.fromAsync(left), ["c"]);
    await second.append("c", [line("3")]);
    assert.equal(await second.finish(), 0);
    second.close();
    assert.equal(await Deno.readTextFile(path), `${line("1")}\n${line("2")}\n${line("3")}\n`);
  });
});

Deno.test("OrderedOutput refuses to go on with other parts, or where another writes", async () => {
  await withFile(async (path) => {
    const output = await OrderedOutput.open(path, "out.jsonl");
    await output.append("a", [line("1")]);
    output.close();
    for (const names of [["x", "b"], []]) {
      const again = await OrderedOutput.open(path, "out.jsonl");
      await assert.rejects(
        again.skipDone(parts(...names), itself),
        /^InputError: --out out\.jsonl: expected the pictures, model and options that it began with/,
      );
      again.close();
    }
    await Deno.writeTextFile(`${path}.state.json`, '{"parts": -1}');
    await assert.rejects(
      OrderedOutput.open(path, "out.jsonl"),
      /^InputError: out\.jsonl\.state\.json: parts: expected a whole number of at least 0, got -1$/,
    );
  });
});
