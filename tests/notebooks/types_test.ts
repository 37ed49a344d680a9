/**
 * Whether the code of the notebooks still fits the library.
 *
 * @module
 */
import assert from "node:assert/strict";
import { basename, join, toFileUrl } from "@std/path";
import {
  codeCells,
  listNotebooks,
  readNotebook,
  sourceOf,
} from "../../lib/jupyter/notebook_file.ts";
import { NOTEBOOKS_DIR, PROJECT_DIR } from "../../lib/paths.ts";

Deno.test("the cells of every notebook type-check, one after the other", async () => {
  const dir = await Deno.makeTempDir();
  const notebooks = await listNotebooks(NOTEBOOKS_DIR);
  try {
    assert.ok(notebooks.length > 0);
    for (const path of notebooks) {
      const cells = codeCells(await readNotebook(path)).map(sourceOf);
      const code = cells.join("\n").replaceAll('"../lib/', `"${toFileUrl(PROJECT_DIR)}/lib/`);
      await Deno.writeTextFile(join(dir, `${basename(path)}.ts`), code);
    }
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--config", join(PROJECT_DIR, "deno.json"), dir],
      env: { NO_COLOR: "1" },
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
