/**
 * The page: connects the desk, the reader and the views.
 *
 * @module
 */
/// <reference lib="dom" />
import type { PublishedModel } from "../../reader/published_model.ts";
import type { Reading } from "./reading_session.ts";
import { attachAddress, linkTo } from "./address.ts";
import { AnswerView } from "./answer_view.ts";
import { Desk } from "./desk.ts";
import { findElement } from "./dom.ts";
import { ExplainView } from "./explain_view.ts";
import { createExampleWriter } from "./example_writer.ts";
import { InputView } from "./input_view.ts";
import { attachKeyboardPen } from "./keyboard_pen.ts";
import { MessageView } from "./message_view.ts";
import { readChosenModel } from "./model_choice.ts";
import { NetworkView } from "./network_view.ts";
import { attachOffline } from "./offline.ts";
import { Painter } from "./paper.ts";
import { attachPictureIntake } from "./picture_intake.ts";
import { attachPointerPen } from "./pointer_pen.ts";
import { startReader } from "./reader_client.ts";
import type { Source } from "./reader_messages.ts";
import type { Attempt } from "./round.ts";
import { attachShare, type Shared } from "./share_view.ts";
import { fitPicture, type Point, SHEET, type Sheet, toPicture } from "./sheet.ts";
import { attachTheme, readColors } from "./theme.ts";
import { attachTools } from "./tools.ts";
import { TrainView } from "./train_view.ts";
import { describeClasses } from "./vocabulary.ts";
import { describeReading, type SheetKind, spellLines } from "./wording.ts";

/** The network is shown the sheet at this scale, 256 pixels across: the same on every screen. */
const READING_SCALE = 256 / SHEET.width;

const canvas = findElement("drawing", HTMLCanvasElement);
const models = findElement("model", HTMLSelectElement);
const message = new MessageView(findElement("message", HTMLElement));
const note = (text: string) => message.note(text);

let colors = readColors();
let painter = createPainter();
let frameRequest = 0;
let painted: Sheet | undefined;
let shown: { reading: Reading; source: Source } | undefined;
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
const address = attachAddress(desk, note);
const showTools = attachTools(desk);
const writeExample = createExampleWriter(desk, () => readChosenModel(models).classes);

const answer = new AnswerView((index) => {
  const { reading: { digits }, source: { frame } } = shown!;
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
const explanation = new ExplainView(findElement("explain", HTMLElement));
const training = new TrainView(
  findElement("train", HTMLElement),
  models,
  () => desk.clear(),
);
const ask = startReader({
  onModel(loaded) {
    model = loaded;
    answer.build(loaded.classes);
    network.build(loaded);
  },
  onReading(reading, source) {
    message.setTrouble("");
    shown = { reading, source };
    showReading();
  },
  onBusy: (isBusy) => answer.setBusy(isBusy),
  onError: (text) => message.setTrouble(text),
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
  if (!stroke && sheet !== painted) address.keep();
  painted = stroke ? undefined : sheet;
}

function readSheet(): void {
  const { sheet: { photo, isExample }, stroke } = desk;
  const kind = findKind();
  canvas.dataset.photo = String(kind === "picture");
  canvas.dataset.empty = String(kind === "blank");
  // What the page writes itself is no answer to what it has just said.
  if (!isExample) note("");
  if (!photo) plainPainter.paint(desk.sheet, stroke);
  else if (desk.sheet !== painted) answer.expectPicture();
  const pixels = photo?.picture ?? plainPainter.read();
  const frame = fitPicture(pixels);
  ask({
    picture: { pixels, source: { kind, frame } },
    near: attention && toPicture(attention, frame),
  });
}

function findKind(): SheetKind {
  const { sheet: { photo, strokes }, stroke } = desk;
  return photo ? "picture" : stroke || strokes.length > 0 ? "ink" : "blank";
}

function showReading(): void {
  training.watch(shown && toAttempt(shown.reading), colors.maps);
  if (!shown) return;
  const { reading, source } = shown;
  answer.show(reading, source.kind);
  input.show(reading, source.frame, colors.maps);
  network.show(reading.stages, colors.maps);
  const { frame } = source, digit = reading.digits[reading.focus];
  explanation.show({ digit, frame, colors: colors.maps });
}

/** What is in focus, and what is said of the whole sheet. */
function toAttempt({ pieces, digits, focus }: Reading): Attempt | undefined {
  if (focus < 0) return undefined;
  const { pixels, digit, verdict } = digits[focus];
  return { pixels, said: pieces.length > 1 || verdict === "foreign" ? undefined : digit };
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

/** What can be shared now; says why, if there is nothing. */
function collectShared(): Shared | undefined {
  const { sheet } = desk;
  if (findKind() === "blank") return note("There is nothing to share yet: draw first."), undefined;
  const { name, facts, classes } = readChosenModel(models);
  const pieces = shown?.reading.pieces ?? [];
  const words = {
    heading: pieces.length > 0 ? "read as" : "not read",
    lines: spellLines(pieces, classes),
    verdict: pieces.length > 0 ? describeReading(shown!.reading, classes).verdict : "",
    network: [name, facts],
  };
  return {
    sheet,
    words,
    link: linkTo(sheet, location.href),
    picture: sheet.photo?.canvas ?? plainSheet,
  };
}

function useModel(): void {
  const { name, classes } = readChosenModel(models);
  const { noun } = describeClasses(classes);
  findElement("heading", HTMLElement).textContent = noun === "class" ? "Draw." : `Draw a ${noun}.`;
  answer.build(classes);
  note("");
  training.useClasses(classes);
  const wanted = training.findNetwork(name) ?? name;
  explanation.useModel(wanted, classes);
  ask({ model: wanted });
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
  onProblem: note,
});
attachShare(findElement("share", HTMLButtonElement), collectShared);
findElement("example", HTMLButtonElement).addEventListener("click", writeExample);
findElement("whole-page", HTMLAnchorElement).addEventListener("click", ({ currentTarget }) => {
  const page = new URL("./", location.href).href;
  (currentTarget as HTMLAnchorElement).href = linkTo(desk.sheet, page) ?? page;
});
models.addEventListener("change", useModel);
findElement("startup", HTMLElement).remove();
new ResizeObserver(repaint).observe(canvas);
useModel();
if (address.restore()) attention = desk.sheet.strokes.at(-1)?.points.at(-1);
else writeExample();
attachOffline();
