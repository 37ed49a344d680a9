/**
 * The permission sets of the tasks.
 *
 * @module
 */
import assert from "node:assert/strict";
import { PUBLISHED_SETS } from "../lib/dataset/catalog.ts";
import { MNIST_MIRRORS } from "../lib/dataset/mnist_files.ts";
import { readConfig } from "./project_config.ts";

const { permissions, tasks } = await readConfig();

Deno.test("commands that train may reach the mirrors, and no other host", () => {
  const sets = Object.values(PUBLISHED_SETS).flatMap(({ mirrors }) => mirrors);
  const hosts = [...new Set([...MNIST_MIRRORS, ...sets].map((mirror) => new URL(mirror).hostname))];
  assert.deepEqual([...permissions.train.net as string[]].sort(), hosts.sort());
});

Deno.test("what computes differs in where it may connect to, and the bench writes nothing", () => {
  const { net: _, ...train } = permissions.train;
  assert.deepEqual(train, permissions.offline);
  assert.ok(!("net" in permissions.offline));
  const { write: __, ...readOnly } = permissions.offline;
  assert.deepEqual(permissions.bench, readOnly);
});

Deno.test("every task that names a permission set finds it", () => {
  const named = Object.values(tasks).flatMap(({ command }) =>
    [...command.matchAll(/-P=(\w+)/g)].map(([, name]) => name)
  );
  assert.ok(named.length > 5);
  assert.deepEqual(named.filter((name) => !(name in permissions)), []);
});
