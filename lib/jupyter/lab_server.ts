/**
 * Starts JupyterLab with settings, data and kernel of the project's own, all in `.jupyter`.
 *
 * @module
 */
import { join } from "@std/path";
import { JUPYTER_DIR, PROJECT_DIR } from "../paths.ts";
import { writeKernelspec } from "./kernelspec.ts";

const DATA_DIR = join(JUPYTER_DIR, "data");
const CONFIG_DIR = join(JUPYTER_DIR, "config");

/** No question about news at the first start, which would cover the notebook. */
const PAGE_CONFIG = {
  disabledExtensions: { "@jupyterlab/apputils-extension:announcements": true },
};

/**
 * A process that was started in the background ignores SIGINT, and so do its children: the stop
 * button would then do nothing.
 */
const LAUNCHER = `
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from jupyterlab.labapp import main
sys.exit(main())
`;

/** How JupyterLab is served. */
export interface LabOptions {
  /** Exactly this port; by default the first free one from 8888. */
  port?: number;
  /** Whether to open a browser. */
  browser: boolean;
  /** Further arguments for `jupyter lab`. */
  args?: readonly string[];
}

/** Starts JupyterLab, showing `notebooks/`; its words go to the terminal. */
export async function startLab(python: string, options: LabOptions): Promise<Deno.ChildProcess> {
  await writeKernelspec(DATA_DIR);
  await Deno.mkdir(join(CONFIG_DIR, "labconfig"), { recursive: true });
  const pageConfig = join(CONFIG_DIR, "labconfig", "page_config.json");
  await Deno.writeTextFile(pageConfig, JSON.stringify(PAGE_CONFIG));
  return new Deno.Command(python, {
    args: ["-c", LAUNCHER, ...listArguments(options)],
    cwd: PROJECT_DIR,
    env: {
      JUPYTER_CONFIG_DIR: CONFIG_DIR,
      JUPYTER_DATA_DIR: DATA_DIR,
      JUPYTER_RUNTIME_DIR: join(JUPYTER_DIR, "runtime"),
      JUPYTER_PATH: "",
      PYTHONNOUSERSITE: "1",
    },
    stdin: "null",
  }).spawn();
}

function listArguments({ port, browser, args = [] }: LabOptions): string[] {
  return [
    "--ip=127.0.0.1",
    `--ServerApp.root_dir=${PROJECT_DIR}`,
    "--LabApp.default_url=/lab/tree/notebooks",
    "--KernelSpecManager.ensure_native_kernel=False",
    "--KernelSpecManager.allowed_kernelspecs=deno",
    "--Application.log_level=WARN",
    "--ServerApp.answer_yes=True", // Ctrl-C ends the server without a question
    ...(port === undefined ? [] : [`--port=${port}`, "--ServerApp.port_retries=0"]),
    ...(browser ? [] : ["--no-browser"]),
    ...(Deno.uid() === 0 ? ["--allow-root"] : []), // as in a container
    ...args,
  ];
}
