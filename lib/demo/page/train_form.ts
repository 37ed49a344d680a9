/**
 * The choices before a training.
 *
 * @module
 */
/// <reference lib="dom" />
import {
  BYTES_PER_DIGIT,
  listTrainingFiles,
  TEST_FILE,
  VALIDATION_FILE,
} from "../trainer/digit_files.ts";
import { DEFAULT_SETTINGS, NETWORK_CHOICES, type Settings } from "../trainer/choices.ts";
import { createElement } from "./dom.ts";

const DIGITS = [1_000, 2_500, 5_000, 10_000, 20_000, 30_000, 55_000];
const EPOCHS = [1, 2, 3, 5, 10, 20, 40];
const RATES = [0.0005, 0.001, 0.002, 0.006, 0.01, 0.02, 0.05];
const DROPOUTS = [0, 0.05, 0.1, 0.2, 0.5];

/** Choices, and how to read them. */
export interface TrainForm {
  element: HTMLElement;
  read(): Settings;
}

/** Makes the form with the default settings. */
export function createTrainForm(): TrainForm {
  const networks = Object.entries(NETWORK_CHOICES).map(([name, { title }]) =>
    [name, title] as const
  );
  const plain = (values: number[], write: (value: number) => string = String) =>
    values.map((v) => [`${v}`, write(v)] as const);
  const network = createSelect("train-network", networks, DEFAULT_SETTINGS.network);
  const digits = createSelect(
    "train-digits",
    plain(DIGITS, (count) => count.toLocaleString("en")),
    `${DEFAULT_SETTINGS.digits}`,
  );
  const epochs = createSelect("train-epochs", plain(EPOCHS), `${DEFAULT_SETTINGS.epochs}`);
  const rate = createSelect("train-rate", plain(RATES), `${DEFAULT_SETTINGS.learningRate}`);
  const dropout = createSelect("train-dropout", plain(DROPOUTS), `${DEFAULT_SETTINGS.dropout}`);
  const batchNorm = createCheckbox("train-norm", DEFAULT_SETTINGS.batchNorm);
  const augment = createCheckbox("train-warps", DEFAULT_SETTINGS.augment);
  const size = createElement("p", "train-size");
  const showSize = () => size.textContent = describeSize(Number(digits.value));
  const showDefaults = () => {
    const choice = NETWORK_CHOICES[network.value];
    batchNorm.disabled = !choice.canOmitNorm;
    batchNorm.checked = choice.batchNorm;
    dropout.value = `${choice.dropout}`;
  };
  digits.addEventListener("change", showSize);
  network.addEventListener("change", showDefaults);
  showSize();
  const element = createElement(
    "div",
    "train-form",
    label("Network", network),
    label("Digits to learn from", digits),
    label("Epochs", epochs),
    label("Learning rate", rate),
    label("Dropout", dropout),
    createElement(
      "div",
      "train-switches",
      label("Batch norm", batchNorm),
      label("Warped digits", augment),
    ),
    size,
  );
  const read = () => ({
    ...{ network: network.value, batchNorm: batchNorm.checked, augment: augment.checked },
    dropout: Number(dropout.value),
    learningRate: Number(rate.value),
    digits: Number(digits.value),
    epochs: Number(epochs.value),
    seed: DEFAULT_SETTINGS.seed,
  });
  return { element, read };
}

function describeSize(count: number): string {
  const files = [...listTrainingFiles(count), VALIDATION_FILE, TEST_FILE];
  const bytes = files.reduce((sum, file) => sum + file.count, 0) * BYTES_PER_DIGIT;
  return `MNIST digits, ${
    (bytes / 1e6).toFixed(1)
  } MB in all, loaded once and kept by the browser.`;
}

function createSelect(
  id: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
): HTMLSelectElement {
  const select = createElement("select");
  select.id = id;
  select.append(
    ...options.map(([value, text]) => new Option(text, value, false, value === chosen)),
  );
  return select;
}

function createCheckbox(id: string, checked: boolean): HTMLInputElement {
  const input = createElement("input");
  Object.assign(input, { id, type: "checkbox", checked });
  return input;
}

function label(text: string, control: HTMLElement): HTMLElement {
  return createElement("label", "", createElement("span", "", text), control);
}
