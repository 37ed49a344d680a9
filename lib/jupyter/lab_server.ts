/**
 * Starts JupyterLab with settings, data and kernel of the project's own, all in `.jupyter`.
 *
 * @module
 */
import { join } from "@std/path";
import { DARK_THEME_RULE } from "../notebook/figure_style.ts";
import { JUPYTER_DIR, PROJECT_DIR } from "../paths.ts";
import { writeKernelspec } from "./kernelspec.ts";

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
  /** Where Jupyter keeps settings, data and kernel; `.jupyter` by default. */
  home?: string;
  /** The folder that is served; the whole project by default. */
  rootDir?: string;
  /** Further arguments for `jupyter lab`. */
  args?: readonly string[];
}

/** Starts JupyterLab, showing `notebooks/`; its words go to the terminal. */
export async function startLab(python: string, options: LabOptions): Promise<Deno.ChildProcess> {
  const { home = JUPYTER_DIR } = options;
  const dataDir = join(home, "data"), configDir = join(home, "config");
  await writeKernelspec(dataDir);
  await Deno.mkdir(join(configDir, "labconfig"), { recursive: true });
  const pageConfig = join(configDir, "labconfig", "page_config.json");
  await Deno.writeTextFile(pageConfig, JSON.stringify(PAGE_CONFIG));
  // Style sheets in the outputs of saved notebooks, which JupyterLab does not trust, are dropped.
  await Deno.mkdir(join(configDir, "custom"), { recursive: true });
  await Deno.writeTextFile(join(configDir, "custom", "custom.css"), `${DARK_THEME_RULE}\n`);
  return new Deno.Command(python, {
    args: ["-c", LAUNCHER, ...listArguments(options)],
    cwd: PROJECT_DIR,
    env: {
      JUPYTER_CONFIG_DIR: configDir,
      JUPYTER_DATA_DIR: dataDir,
      JUPYTER_RUNTIME_DIR: join(home, "runtime"),
      JUPYTER_PATH: "",
      IPYTHONDIR: join(home, "ipython"), // else a folder in the user's home
      PYTHONNOUSERSITE: "1",
    },
    stdin: "null",
  }).spawn();
}

function listArguments({ port, browser, rootDir = PROJECT_DIR, args = [] }: LabOptions): string[] {
  return [
    "--ip=127.0.0.1",
    `--ServerApp.root_dir=${rootDir}`,
    "--LabApp.default_url=/lab/tree/notebooks",
    "--LabApp.custom_css=True",
    "--KernelSpecManager.ensure_native_kernel=False",
    "--KernelSpecManager.allowed_kernelspecs=deno",
    "--MultiKernelManager.default_kernel_name=deno",
    "--LanguageServerManager.autodetect=False", // looks for programs all over the machine
    "--Application.log_level=WARN",
    "--ServerApp.answer_yes=True", // Ctrl-C ends the server without a question
    ...(port === undefined ? [] : [`--port=${port}`, "--ServerApp.port_retries=0"]),
    ...(browser ? [] : ["--no-browser"]),
    ...(Deno.uid() === 0 ? ["--allow-root"] : []), // as in a container
    ...args,
  ];
}
