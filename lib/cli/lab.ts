/**
 * `deno task lab`: JupyterLab on the Deno kernel, for this project alone.
 *
 * @module
 */
import { ensureJupyterLab } from "../jupyter/environment.ts";
import { requireKernel } from "../jupyter/kernelspec.ts";
import { startLab } from "../jupyter/lab_server.ts";
import { createCommand, runCommand, wholeNumber } from "./command.ts";

interface LabOptions {
  port?: number;
  browser: boolean;
}

/** Installs JupyterLab if need be and serves it until it is stopped; returns the exit code. */
async function main(args: string[]): Promise<number> {
  const options: LabOptions = createCommand("lab", "Opens the notebooks in JupyterLab.")
    .option(
      "--port <number>",
      "port to serve at (default: free one from 8888)",
      wholeNumber(1, 65535),
    )
    .option("--no-browser", "only print the address")
    .parse(args, { from: "user" })
    .opts();
  requireKernel();
  const python = await ensureJupyterLab(console.error);
  const lab = await startLab(python, options);
  // In a terminal JupyterLab hears Ctrl-C itself; this process waits until it has shut down.
  Deno.addSignalListener("SIGINT", () => {});
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", () => lab.kill("SIGTERM"));
  const { code } = await lab.status;
  return code === 0 ? 0 : 1;
}

if (import.meta.main) await runCommand("lab", () => main(Deno.args));
