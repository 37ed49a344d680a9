/**
 * Stand-in for `jsr:@std/path` on machines that cannot reach jsr.io: the few functions this project
 * uses, over `node:path` and `node:url`. Where jsr.io is reachable, delete the `links` line in
 * deno.json and this folder; nothing else changes.
 *
 * @module
 */
export { basename, dirname, extname, isAbsolute, join, relative, resolve } from "node:path";
export { fileURLToPath as fromFileUrl, pathToFileURL as toFileUrl } from "node:url";
