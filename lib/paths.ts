/**
 * The project's folders, wherever it is checked out and whatever the working directory is.
 *
 * @module
 */
import { dirname, fromFileUrl, join } from "@std/path";

/** Absolute path of the project's top folder. */
export const PROJECT_DIR: string = dirname(dirname(fromFileUrl(import.meta.url)));

/** Where MNIST's four files are looked for first and cached after a download. */
export const DATA_DIR: string = join(PROJECT_DIR, "data");

/** Where trained models live, one folder a model. */
export const MODELS_DIR: string = join(PROJECT_DIR, "models");

/** Where sweeps keep their runs, one folder a sweep; ignored by git. */
export const SWEEPS_DIR: string = join(PROJECT_DIR, "sweeps");

/** The notebooks, and the working directory of their cells. */
export const NOTEBOOKS_DIR: string = join(PROJECT_DIR, "notebooks");

/** What Jupyter writes for this project alone; ignored by git. */
export const JUPYTER_DIR: string = join(PROJECT_DIR, ".jupyter");

/** The model that commands and notebooks read unless told otherwise. */
export const DEFAULT_MODEL_DIR: string = join(MODELS_DIR, "lenet5");
