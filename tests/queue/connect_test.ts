import assert from "node:assert/strict";
import { join, toFileUrl } from "@std/path";
import { checkQueueUrl, connectQueue } from "../../lib/queue/connect.ts";
import { listLoaded, PROJECT_DIR, readGraph } from "../module_graph.ts";

Deno.test("checkQueueUrl() takes Redis's addresses and never shows a password", () => {
  assert.equal(checkQueueUrl("redis://127.0.0.1:6379"), "redis://127.0.0.1:6379");
  assert.equal(checkQueueUrl("rediss://me:secret@host:1/2"), "rediss://me@host:1/2");
  for (const text of ["", "host", "redis:", "http://:secret@host", "redis://"]) {
    assert.throws(
      () => checkQueueUrl(text),
      (error: Error) =>
        error.name === "InputError" && !error.message.includes("secret") &&
        error.message.startsWith("--queue: expected redis://HOST or rediss://HOST (TLS), got "),
    );
  }
});

Deno.test("connectQueue() says in one line that nobody is there", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 }), { port } = listener.addr;
  listener.close();
  await assert.rejects(connectQueue(`redis://:secret@127.0.0.1:${port}`), {
    name: "InputError",
    message: `--queue redis://127.0.0.1:${port}: expected a Redis or Valkey server: connect ` +
      `ECONNREFUSED 127.0.0.1:${port}`,
  });
});

Deno.test("no command loads BullMQ before a queue is asked for", async () => {
  const files = ["sweep", "predict", "worker"].map((name) =>
    join(PROJECT_DIR, "lib", "cli", `${name}.ts`)
  );
  const graph = await readGraph(files);
  for (const file of files) {
    const loaded = listLoaded(graph, toFileUrl(file).href);
    assert.deepEqual(loaded.filter((address) => /bullmq|ioredis/.test(address)), [], file);
  }
  assert.ok([...graph.keys()].some((address) => address.includes("bullmq")));
});
