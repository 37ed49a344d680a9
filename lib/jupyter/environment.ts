/**
 * A JupyterLab of the project's own, in `.venv`: nothing outside of the project is touched.
 *
 * @module
 */
import { join } from "@std/path";
import { InputError } from "../errors.ts";
import { PROJECT_DIR } from "../paths.ts";

const PYTHON_IN_VENV = Deno.build.os === "windows" ? "Scripts/python.exe" : "bin/python";
const REQUIREMENTS_FILE = join(PROJECT_DIR, "lib", "jupyter", "requirements.txt");
/** In the environment: a copy of the requirements, written once they are all installed. */
const INSTALLED_FILE = "installed.txt";
/** The oldest Python for which all the required packages exist. */
const OLDEST_PYTHON = [3, 11];

/**
 * Makes sure that JupyterLab is installed in the pinned versions; takes a minute the first time.
 *
 * @param say Called with what is going on, if anything is.
 * @param options `pythons` are the commands to try.
 * @returns Path of the Python that has it.
 * @throws {InputError} If Python is missing or too old, or the installation fails.
 */
export async function ensureJupyterLab(
  say: (text: string) => void,
  { venvDir = join(PROJECT_DIR, ".venv"), pythons = ["python3", "python"] } = {},
): Promise<string> {
  const venvPython = join(venvDir, PYTHON_IN_VENV);
  const wanted = await Deno.readTextFile(REQUIREMENTS_FILE);
  if (await readIfThere(join(venvDir, INSTALLED_FILE)) === wanted) return venvPython;
  const python = await findPython(pythons);
  say(`Installing JupyterLab into ${venvDir}; this takes a minute, once.`);
  await removeIfThere(venvDir);
  if (!await succeeds([python, "-m", "venv", venvDir])) {
    await removeIfThere(venvDir);
    throw new InputError(
      `${python} -m venv: expected it to make an environment, but it failed; ` +
        "on Debian or Ubuntu install the package python3-venv",
    );
  }
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  if (!await succeeds([venvPython, ...install, "--requirement", REQUIREMENTS_FILE])) {
    throw new InputError(
      "pip: expected it to install JupyterLab, but it failed, see above; it needs a package index",
    );
  }
  await Deno.writeTextFile(join(venvDir, INSTALLED_FILE), wanted);
  return venvPython;
}

/** Finds the first of some Pythons on the PATH that is not too old. */
async function findPython(candidates: readonly string[]): Promise<string> {
  const wanted = `Python ${OLDEST_PYTHON.join(".")} or newer on the PATH, for JupyterLab`;
  let found = "none";
  for (const candidate of candidates) {
    const version = await readVersion(candidate);
    if (version === undefined) continue;
    const [major, minor] = version.split(".").map(Number);
    if (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]) return candidate;
    found = version;
  }
  throw new InputError(
    `expected ${wanted}; found ${found} (to run the notebooks without Python: deno task notebooks)`,
  );
}

async function readVersion(python: string): Promise<string | undefined> {
  const script = "import platform; print(platform.python_version())";
  try {
    const { success, stdout } = await new Deno.Command(python, { args: ["-c", script] }).output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Runs a command whose words go to the terminal. */
async function succeeds([command, ...args]: string[]): Promise<boolean> {
  const options = { args, stdin: "null", stdout: "inherit", stderr: "inherit" } as const;
  return (await new Deno.Command(command, options).output()).success;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
