/**
 * Modules that Node.js (and Deno) have built in, for code that also runs in browsers.
 *
 * @module
 */

/** Looks a module up without an import, which a bundle for the browser could not resolve. */
export function findNodeBuiltin<T>(name: string): T | undefined {
  const { process } = globalThis as unknown as {
    process?: { getBuiltinModule?(name: string): T | undefined };
  };
  return process?.getBuiltinModule?.(name);
}
