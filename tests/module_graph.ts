/**
 * What modules import, as Deno itself sees it.
 *
 * @module
 */
import { dirname, fromFileUrl, join, toFileUrl } from "@std/path";

/** The project's folder. */
export const PROJECT_DIR = dirname(dirname(fromFileUrl(import.meta.url)));

/** One import of a module. */
export interface Import {
  /** As it is written. */
  specifier: string;
  /** Address of the imported module, such as "file:///…" or "npm:/pngjs@7.0.0". */
  target: string;
  /** "dynamic" is loaded when it is asked for, "type" never. */
  kind: "static" | "dynamic" | "type";
}

interface GraphJson {
  modules: {
    specifier: string;
    error?: string;
    dependencies?: {
      specifier: string;
      code?: { specifier?: string };
      type?: { specifier?: string };
      isDynamic?: boolean;
    }[];
  }[];
  redirects?: Record<string, string>;
}

/** All modules that can be reached from some, by address, and what each imports. */
export async function readGraph(roots: readonly string[]): Promise<Map<string, Import[]>> {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(
      file,
      roots.map((path) => `import ${JSON.stringify(toFileUrl(path).href)};\n`).join(""),
    );
    const args = ["info", "--json", "--config", join(PROJECT_DIR, "deno.json"), file];
    const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
    const { modules, redirects = {} }: GraphJson = JSON.parse(new TextDecoder().decode(stdout));
    const errors = modules.filter(({ error }) => error);
    if (errors.length > 0) throw new Error(`${errors[0].specifier}: ${errors[0].error}`);
    return new Map(modules.map(({ specifier, dependencies = [] }) => [
      specifier,
      dependencies.map(({ specifier, code, type, isDynamic }): Import => {
        const address = code?.specifier ?? type?.specifier ?? specifier;
        const kind = !code ? "type" : isDynamic ? "dynamic" : "static";
        return { specifier, target: redirects[address] ?? address, kind };
      }),
    ]));
  } finally {
    await Deno.remove(file);
  }
}

/** Addresses of the modules that importing one loads, itself among them. */
export function listLoaded(graph: Map<string, Import[]>, root: string): string[] {
  const loaded = new Set([root]);
  for (const address of loaded) {
    for (const { target, kind } of graph.get(address) ?? []) {
      if (kind === "static") loaded.add(target);
    }
  }
  return [...loaded];
}
