import assert from "node:assert/strict";
import { join } from "@std/path";
import { gunzip, readVerified } from "../../lib/dataset/verified_file.ts";
import { gzip } from "./mirrors.ts";

// printf abc | sha256sum
const ABC = {
  byteLength: 3,
  sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
};
const ABC_BYTES = new TextEncoder().encode("abc");

function stream(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([bytes]).stream();
}

Deno.test("readVerified() returns a file's bytes, gunzipped if it is named .gz", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.writeFile(join(dir, "abc"), ABC_BYTES);
  await Deno.writeFile(join(dir, "abc.gz"), await gzip(ABC_BYTES));
  assert.deepEqual(await readVerified(join(dir, "abc"), ABC), ABC_BYTES);
  assert.deepEqual(await readVerified(join(dir, "abc.gz"), ABC), ABC_BYTES);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("readVerified() says which SHA-256 was wanted and which came", async () => {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "abd");
  // printf abd | sha256sum
  const came = "a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9";
  await assert.rejects(
    () => readVerified(path, ABC),
    new Error(`expected SHA-256 ${ABC.sha256}, got ${came}`),
  );
  await Deno.remove(path);
});

Deno.test("gunzip() stops at the first byte too many", async () => {
  const bomb = await gzip(new Uint8Array(10_000_000));
  await assert.rejects(
    () => gunzip(stream(bomb), 1000),
    new Error("expected 1000 bytes, got more"),
  );
});

Deno.test("gunzip() refuses too few bytes, a cut stream and a tail of other bytes", async () => {
  const zipped = await gzip(ABC_BYTES);
  await assert.rejects(() => gunzip(stream(zipped), 4), new Error("expected 4 bytes, got 3"));
  const damaged = [0, 5, zipped.length - 1].map((length) => zipped.slice(0, length));
  for (const bytes of [...damaged, new Uint8Array([...zipped, 1, 2, 3])]) {
    const message = /^expected a whole gzip stream: /;
    await assert.rejects(() => gunzip(stream(bytes), 3), { message }, `${bytes.length} bytes`);
  }
});
