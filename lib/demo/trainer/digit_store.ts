/**
 * The page's digits, each file loaded once.
 *
 * @module
 */
import type { LabeledImages } from "../../dataset/labeled_images.ts";
import type { TrainingData } from "../../training/options.ts";
import {
  BYTES_PER_DIGIT,
  type DigitFile,
  joinDigits,
  listTrainingFiles,
  TEST_FILE,
  unpackDigits,
  VALIDATION_FILE,
} from "./digit_files.ts";

/** Loads files of digits and keeps them. */
export class DigitStore {
  readonly #loadFile: (path: string) => Promise<Uint8Array>;
  readonly #onLoading: (bytes: number) => void;
  readonly #files = new Map<string, Promise<LabeledImages>>();

  /**
   * @param loadFile Fetches and inflates a file.
   * @param onLoading Told how much is about to be loaded, about, before a wait.
   */
  constructor(loadFile: (path: string) => Promise<Uint8Array>, onLoading: (bytes: number) => void) {
    this.#loadFile = loadFile;
    this.#onLoading = onLoading;
  }

  /** The first `count` training digits, and those to watch by. */
  async loadTraining(count: number): Promise<TrainingData> {
    const files = listTrainingFiles(count);
    const [validation, ...sets] = await this.#load([VALIDATION_FILE, ...files]);
    return { train: joinDigits(sets, count), validation };
  }

  async loadTest(): Promise<LabeledImages> {
    const [test] = await this.#load([TEST_FILE]);
    return test;
  }

  async #load(files: readonly DigitFile[]): Promise<LabeledImages[]> {
    const missing = files.filter(({ path }) => !this.#files.has(path));
    const count = missing.reduce((sum, file) => sum + file.count, 0);
    if (count > 0) this.#onLoading(count * BYTES_PER_DIGIT);
    return await Promise.all(files.map((file) => this.#loadOne(file)));
  }

  #loadOne(file: DigitFile): Promise<LabeledImages> {
    const { path } = file;
    const known = this.#files.get(path);
    if (known) return known;
    const loading = this.#loadFile(path).then((bytes) => unpackDigits(bytes, file));
    this.#files.set(path, loading);
    loading.catch(() => this.#files.delete(path)); // so that it can be tried again
    return loading;
  }
}
