import assert from "node:assert/strict";
import { join } from "@std/path";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { spawnDeno } from "./spawn.ts";
import { commandOf } from "../project_config.ts";

const run = (name: string, ...args: string[]) => spawnDeno([...commandOf(name), ...args]);

async function withFolder(check: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await check(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const list = (dir: string) => [...Deno.readDirSync(dir)].map(({ name }) => name).toSorted();

for (const format of ["onnx", "safetensors"]) {
  Deno.test(`export --format ${format} and import give the shipped weights bit for bit`, async () => {
    await withFolder(async (dir) => {
      const file = join(dir, `digits.${format}`), out = join(dir, "models", "again");
      const exported = await run("export", "--format", format, "--out", file);
      assert.equal(exported.code, 0, exported.stderr);
      assert.match(exported.stdout, /^wrote .*digits\.\w+ \(2\d\d,\d{3} bytes\)\n/);
      const imported = await run("import", file, "--out", out, "--json");
      assert.equal(imported.code, 0, imported.stderr);
      const printed = JSON.parse(imported.stdout);
      assert.equal(printed.name, "lenet5");
      assert.equal(printed.format, format);
      assert.equal(printed.parameters, 62_384);
      assert.deepEqual(
        await Deno.readFile(join(out, "weights.bin")),
        await Deno.readFile(join(DEFAULT_MODEL_DIR, "weights.bin")),
      );
      assert.deepEqual(list(out), ["model.json", "run.json", "weights.bin"]);
    });
  });
}

Deno.test("export and import mean paths from where the person stands", async () => {
  await withFolder(async (dir) => {
    const from = (name: string, ...args: string[]) =>
      spawnDeno([...commandOf(name), ...args], { INIT_CWD: dir });
    const exported = await from("export", "--format", "onnx", "--out", "sub/digits.onnx", "--json");
    assert.equal(JSON.parse(exported.stdout).files[0].path, "sub/digits.onnx", exported.stderr);
    const imported = await from("import", "sub/digits.onnx", "--out", "models/theirs");
    assert.match(imported.stdout, /to models\/theirs\n$/, imported.stderr);
    assert.deepEqual(list(join(dir, "models", "theirs")), [
      "model.json",
      "run.json",
      "weights.bin",
    ]);
    const missing = await from("export", "--model", "models/ours", "--format", "onnx");
    assert.match(
      missing.stderr,
      /^export: models\/ours: expected a model there: found no model\.json/,
    );
  });
});

Deno.test("export --json tells every file that it wrote, and leaves no other", async () => {
  await withFolder(async (dir) => {
    const out = join(dir, "my-digits.safetensors");
    const { code, stdout, stderr } = await run(
      ...["export", "--format=safetensors", "--json", "--out", out] as const,
    );
    assert.equal(code, 0, stderr);
    const { format, files } = JSON.parse(stdout);
    assert.equal(format, "safetensors");
    assert.deepEqual(list(dir), ["my-digits.safetensors", "my_digits.py"]);
    assert.equal(files.length, 2);
    for (const { path, bytes } of files) assert.equal((await Deno.stat(path)).size, bytes);
    assert.match(await Deno.readTextFile(join(dir, "my_digits.py")), /"my-digits\.safetensors"/);
  });
});

Deno.test("export --format header writes one file", async () => {
  await withFolder(async (dir) => {
    const { code, stderr } = await run("export", "--format=header", "--out", join(dir, "d.h"));
    assert.equal(code, 0, stderr);
    assert.deepEqual(list(dir), ["d.h"]);
    assert.match(await Deno.readTextFile(join(dir, "d.h")), /^static int lenet5_classify\(/m);
  });
});

Deno.test("export and import answer wrong use by one line and exit code 2, and write nothing", async () => {
  await withFolder(async (dir) => {
    const bad = join(dir, "bad.onnx"), file = join(dir, "file"), out = join(dir, "out");
    await Deno.writeTextFile(bad, "no model");
    await Deno.writeTextFile(file, "no folder");
    const cases: [name: string, args: string[], message: RegExp][] = [
      ["export", [], /required option '--format <name>' not specified/],
      ["export", ["--format", "pt"], /Allowed choices are onnx, safetensors, header/],
      ["export", ["--format", "onnx", "--model", out], /out: expected a model there/],
      [
        "export",
        ["--format", "onnx", "--out", join(file, "x")],
        /expected a file that can be written/,
      ],
      ["export", ["--format", "safetensors", "--out", dir], /expected a file that can be written/],
      ["import", [bad], /required option '--out <dir>' not specified/],
      ["import", ["--out", out], /missing required argument 'file'/],
      ["import", [bad, "--out", out], /bad\.onnx: expected an ONNX file/],
      [
        "import",
        [join(dir, "none.onnx"), "--out", out],
        /none\.onnx: expected a file that can be read/,
      ],
      ["import", [dir, "--out", out], /expected a model there: found no model\.json/],
      ["import", [bad, "--out", file], /--out .*file: expected a folder, got a file/],
      [
        "import",
        [bad, "--out", out, "--classes", "a,a"],
        /--classes: classes: expected each name once/,
      ],
      ["import", [bad, "--out", out, "--input-std", "0"], /Expected a number above 0/],
      ["import", [bad, "--out", out, "--model", "lenet6"], /Allowed choices are .*lenet5/],
    ];
    const answers = await Promise.all(cases.map(([name, args]) => run(name, ...args)));
    answers.forEach(({ code, stdout, stderr }, i) => {
      const [name, args, message] = cases[i];
      assert.equal(code, 2, `${name} ${args.join(" ")}: ${stderr}`);
      assert.equal(stdout, "");
      assert.match(stderr, new RegExp(`^${name}: [^\\n]+\\n$`));
      assert.match(stderr, message);
    });
    assert.deepEqual(list(dir), ["bad.onnx", "file"]);
  });
});

Deno.test("export --help and import --help list their flags", async () => {
  const exported = await run("export", "--help"), imported = await run("import", "--help");
  assert.match(exported.stdout, /^Usage: deno task export/);
  for (const flag of ["--model", "--format", "--out", "--json"]) {
    assert.ok(exported.stdout.includes(flag));
  }
  assert.match(imported.stdout, /^Usage: deno task import/);
  for (const flag of ["--out", "--model", "--input-mean", "--classes", "--json"]) {
    assert.ok(imported.stdout.includes(flag));
  }
});
