import assert from "node:assert/strict";
import { basename, join } from "@std/path";
import { InputError } from "../../lib/errors.ts";
import {
  formatNotebook,
  listNotebooks,
  readNotebook,
  sourceOf,
  splitLines,
  writeNotebook,
} from "../../lib/jupyter/notebook_file.ts";
import { createNotebook } from "./helpers.ts";

/** Written by nbformat 5.11: `nbformat.writes(notebook)` and a newline. */
const AS_JUPYTER_WRITES = `{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "a",
   "metadata": {},
   "outputs": [
    {
     "name": "stdout",
     "output_type": "stream",
     "text": [
      "°\\n"
     ]
    }
   ],
   "source": [
    "console.log(\\"°\\");"
   ]
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "Deno",
   "language": "typescript",
   "name": "deno"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;

Deno.test("formatNotebook() writes what Jupyter writes, byte for byte", () => {
  const notebook = JSON.parse(AS_JUPYTER_WRITES);
  const shuffled = Object.fromEntries(Object.entries(notebook).reverse()) as typeof notebook;
  assert.equal(formatNotebook(shuffled), AS_JUPYTER_WRITES);
});

Deno.test("writeNotebook() leaves a file that readNotebook() reads, and nothing else", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "b.ipynb");
    const notebook = createNotebook("1;\n2;");
    await writeNotebook(path, notebook);
    assert.deepEqual(await readNotebook(path), notebook);
    await Deno.writeTextFile(join(folder, "a.ipynb"), "{}");
    await Deno.mkdir(join(folder, ".ipynb_checkpoints"));
    assert.deepEqual((await listNotebooks(folder)).map((p) => basename(p)), ["a.ipynb", "b.ipynb"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readNotebook() refuses what is no notebook of format 4, naming the file", async () => {
  const path = await Deno.makeTempFile({ suffix: ".ipynb" });
  try {
    for (const text of ["", "not JSON", "[]", "null", `{"nbformat": 3, "cells": []}`]) {
      await Deno.writeTextFile(path, text);
      await assert.rejects(
        readNotebook(path),
        (error) => error instanceof InputError && error.message.startsWith(basename(path)),
      );
    }
  } finally {
    await Deno.remove(path);
  }
  await assert.rejects(readNotebook(path), /expected a notebook, found no such file/);
});

Deno.test("sourceOf() reads a source in one piece or in lines", () => {
  const [cell] = createNotebook("a\nb").cells;
  assert.equal(sourceOf(cell), "a\nb");
  assert.equal(sourceOf({ ...cell, source: splitLines("a\nb") }), "a\nb");
});

Deno.test("splitLines() keeps line ends and gives no empty line", () => {
  assert.deepEqual(splitLines("a\n\nb\n"), ["a\n", "\n", "b\n"]);
  assert.deepEqual(splitLines(""), []);
});
