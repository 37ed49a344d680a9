/**
 * The page: connects the desk, the reader and the views.
 *
 * @module
 */
/// <reference lib="dom" />
import type { PublishedModel } from "../../reader/published_model.ts";
import type { Reading } from "../../reader/reader.ts";
import { AnswerView } from "./answer_view.ts";
import { Desk } from "./desk.ts";
import { findElement } from "./dom.ts";
import { createExampleWriter } from "./example_writer.ts";
import { InputView } from "./input_view.ts";
import { attachKeyboardPen } from "./keyboard_pen.ts";
import { NetworkView } from "./network_view.ts";
import { Painter } from "./paper.ts";
import { attachPictureIntake } from "./picture_intake.ts";
import { attachPointerPen } from "./pointer_pen.ts";
import { startReader } from "./reader_client.ts";
import { fitPicture, type Frame, type Point, SHEET, type Sheet, toPicture } from "./sheet.ts";
import { attachTheme, readColors } from "./theme.ts";
import { attachTools } from "./tools.ts";
import { TrainView } from "./train_view.ts";

/** The network is shown the sheet at this scale, 256 pixels across: the same on every screen. */
const READING_SCALE = 256 / SHEET.width;

const canvas = findElement("drawing", HTMLCanvasElement);
const message = findElement("message", HTMLElement);
const models = findElement("model", HTMLSelectElement);

let colors = readColors();
let painter = createPainter();
let frameRequest = 0;
let painted: Sheet | undefined;
let shown: { reading: Reading; frame: Frame } | undefined;
let model: PublishedModel | undefined;
/** Where the person is looking: the digit nearest to it is explained. In sheet units. */
let attention: Point | undefined;

/** The sheet as the network is shown it. */
const plainSheet = new OffscreenCanvas(1, 1);
const plainPainter = new Painter(plainSheet, {
  ink: "black",
  paper: "white",
  scale: READING_SCALE,
});
const desk = new Desk(() => frameRequest ||= requestAnimationFrame(refresh));
const showTools = attachTools(desk);
const writeExample = createExampleWriter(desk);

const answer = new AnswerView((index) => {
  const { reading: { digits }, frame } = shown!;
  const { left, top, width, height } = digits[index].box;
  attention = {
    x: frame.left + frame.scale * (left + width / 2),
    y: frame.top + frame.scale * (top + height / 2),
  };
  ask({ near: toPicture(attention, frame) });
});
const input = new InputView();
const network = new NetworkView(findElement("layers", HTMLElement), (probe) => {
  if (model) input.point(model.network, probe);
});
const training = new TrainView(findElement("train", HTMLElement), models);
const ask = startReader({
  onModel(loaded) {
    model = loaded;
    network.build(loaded);
  },
  onReading(latest, frame) {
    shown = { reading: latest, frame };
    showReading();
  },
  onBusy: (isBusy) => answer.setBusy(isBusy),
  onError: (text) => say(`Reading failed: ${text}.`),
});

/** Once a frame at most: paints what has changed, and has it read. */
function refresh(): void {
  frameRequest = 0;
  const { sheet, stroke } = desk;
  painter.paint(sheet, stroke);
  showTools();
  showPen();
  if (stroke) attention = stroke.points.at(-1);
  if (stroke || sheet !== painted) readSheet();
  painted = stroke ? undefined : sheet;
}

function readSheet(): void {
  const { sheet: { photo, strokes }, stroke } = desk;
  canvas.dataset.photo = String(photo !== undefined);
  canvas.dataset.empty = String(!photo && !stroke && strokes.length === 0);
  say("");
  if (!photo) plainPainter.paint(desk.sheet, stroke);
  const pixels = photo?.picture ?? plainPainter.read();
  const frame = fitPicture(pixels);
  ask({ picture: { pixels, frame }, near: attention && toPicture(attention, frame) });
}

function showReading(): void {
  training.watch(shown?.reading.digits[shown.reading.focus]?.pixels, colors.maps);
  if (!shown) return;
  answer.show(shown.reading);
  input.show(shown.reading, shown.frame, colors.maps);
  network.show(shown.reading.stages, colors.maps);
}

function createPainter(): Painter {
  const { ink, paper } = colors;
  const width = canvas.clientWidth * devicePixelRatio;
  return new Painter(canvas, { ink, paper, scale: Math.max(width, 1) / SHEET.width });
}

function repaint(): void {
  colors = readColors();
  painter = createPainter();
  painter.paint(desk.sheet, desk.stroke);
  showReading();
}

async function save(): Promise<void> {
  const url = URL.createObjectURL(await (desk.sheet.photo?.canvas ?? plainSheet).convertToBlob());
  const link = document.createElement("a");
  link.href = url;
  link.download = "digit.png";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000); // by then it is saved
}

function useModel(): void {
  const { facts } = models.selectedOptions[0].dataset;
  findElement("facts", HTMLElement).textContent = facts ? ` (${facts})` : "";
  say("");
  ask({ model: training.findNetwork(models.value) ?? models.value });
}

function say(text: string): void {
  message.textContent = text;
}

attachPointerPen(canvas, desk);
const showPen = attachKeyboardPen(canvas, desk, {
  cursor: findElement("cursor", HTMLElement),
  status: findElement("pen-status", HTMLElement),
});
attachTheme(findElement("theme", HTMLButtonElement), repaint);
attachPictureIntake({
  input: findElement("file", HTMLInputElement),
  target: findElement("sheet", HTMLElement),
  onPhoto(photo) {
    attention = undefined;
    desk.show(photo);
  },
  onProblem: say,
});
findElement("example", HTMLButtonElement).addEventListener("click", writeExample);
findElement("save", HTMLButtonElement).addEventListener("click", save);
models.addEventListener("change", useModel);
findElement("startup", HTMLElement).remove();
new ResizeObserver(repaint).observe(canvas);
useModel();
writeExample();
