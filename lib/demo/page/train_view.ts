/**
 * The section in which a visitor trains a network: choices, curves, what it sees, what it misreads.
 *
 * @module
 */
/// <reference lib="dom" />
import { DIGIT_CLASSES } from "../../dataset/labeled_images.ts";
import { ACCURACY_AXIS, Curves, LOSS_AXIS } from "../trainer/curves.ts";
import type {
  Misread,
  SavedRun,
  TestResult,
  TrainReply,
  TrainRequest,
} from "../trainer/messages.ts";
import { describeSettings } from "../trainer/choices.ts";
import type { ModelParts } from "../site/describe_model.ts";
import { createElement, findElement } from "./dom.ts";
import type { MapColors } from "./map_painter.ts";
import { findModelOf, OWN_MODEL, OwnModels } from "./own_models.ts";
import type { Attempt } from "./round.ts";
import { saveArchive } from "./save_archive.ts";
import { TeachView } from "./teach_view.ts";
import { type ChartedRun, TrainChart } from "./train_chart.ts";
import { createTrainClient, type TrainClient } from "./train_client.ts";
import { createTrainForm } from "./train_form.ts";
import { showMisread, TrainLooks } from "./train_looks.ts";
import { forgetKept, keep, type KeptNetwork, loadKept } from "./train_store.ts";
import { createTrainTools, type TrainState } from "./train_tools.ts";
import { describeBreak, describeEnd, describeProgress, describeTest } from "./train_wording.ts";

/** A run as it is remembered for the comparison. */
interface ShownRun extends ChartedRun {
  title: string;
  outcome: string;
}

/** The section, and the trained network for the reader. */
export class TrainView {
  readonly #models: OwnModels;
  readonly #teach: TeachView;
  readonly #client: TrainClient;
  readonly #form = createTrainForm();
  readonly #charts = [
    new TrainChart("Accuracy", ACCURACY_AXIS),
    new TrainChart("Loss", LOSS_AXIS),
  ];
  readonly #results = createElement("div", "train-results");
  readonly #legend = createElement("ul", "train-legend");
  readonly #looks = new TrainLooks();
  readonly #misread = createElement("div", "train-misread");
  readonly #status = createElement("p", "train-status");
  readonly #tools = createTrainTools({
    onStart: () => this.#start(),
    onStop: () => this.#client.ask({ type: "stop" }),
    onGoOn: () => this.#goOn(),
    onUse: () => this.#client.ask({ type: "publish" }),
    onKeep: () => this.#pack((archive) => this.#keep(archive)),
    onDownload: () => this.#pack(saveArchive),
    onLoad: (archive) => this.#load(archive),
    onForget: () => this.#forget(),
  });
  #colors?: MapColors;
  #current?: ShownRun;
  #previous?: ShownRun;
  #misreadDigits: readonly Misread[] = [];
  /** What the network at hand is, in a line. */
  #title = "";
  #facts = "";
  #onPacked: (archive: Uint8Array<ArrayBuffer>, name: string) => void = () => {};
  #kept?: KeptNetwork;
  /** Where the last run stood. */
  #saved?: SavedRun;

  /**
   * @param models The page's choice of models, to which the trained one is added.
   * @param clearSheet Empties the sheet.
   */
  constructor(section: HTMLElement, models: HTMLSelectElement, clearSheet: () => void) {
    this.#models = new OwnModels(models);
    const examinedAs = findModelOf(DIGIT_CLASSES, models);
    this.#client = createTrainClient((reply) => this.#receive(reply), examinedAs);
    const ask = (request: TrainRequest) => this.#client.ask(request);
    const tools = { models: this.#models, ask, clearSheet };
    this.#teach = new TeachView(findElement("teach", HTMLElement), tools);
    this.#status.role = "status";
    const title = createElement("h2", "", "Train it yourself");
    title.id = "train-title";
    this.#results.hidden = true;
    this.#results.append(...this.#charts.map(({ element }) => element), this.#legend);
    section.append(
      createElement("div", "train-text", title, createElement("p", "", INTRODUCTION)),
      this.#form.element,
      ...[this.#tools.element, this.#status, this.#results, this.#looks.element, this.#misread],
    );
    loadKept().then(
      (kept) => this.#showKept(kept),
      (error: Error) => this.#say(`The network kept in this browser is ignored: ${error.message}.`),
    );
  }

  /** A network that was made here, if `name` is what it is called among the models. */
  findNetwork(name: string): ModelParts | undefined {
    return this.#models.find(name);
  }

  /** Tells what the chosen network tells apart. */
  useClasses(classes: readonly string[]): void {
    this.#teach.useClasses(classes);
  }

  /** Tells which digit is on the sheet, how it is read, and the colours of maps. */
  watch(attempt: Attempt | undefined, colors: MapColors): void {
    this.#client.watch(attempt?.pixels);
    this.#teach.watch(attempt);
    if (colors === this.#colors) return;
    this.#colors = colors;
    this.#looks.show(undefined, colors);
    this.#showMisread();
  }

  #start(): void {
    const settings = this.#form.read();
    this.#previous = this.#current ?? this.#previous;
    this.#title = describeSettings(settings);
    const run = { curves: new Curves(), epochs: settings.epochs, title: this.#title, outcome: "" };
    this.#current = run;
    this.#saved = undefined;
    this.#misreadDigits = [];
    this.#showRuns();
    this.#showMisread();
    this.#enter("training", "Getting ready …");
    this.#client.ask({ type: "start", settings });
  }

  #goOn(): void {
    const isBroken = this.#tools.state === "broken", saved = this.#saved;
    this.#enter("training", "Going on …");
    if (!isBroken || !saved) return this.#client.ask({ type: "goOn" });
    this.#current?.curves.rewind(saved.checkpoint);
    this.#client.ask({ type: "resume", saved });
  }

  #receive(reply: TrainReply): void {
    if (reply.type === "loading") {
      this.#say(`Loading ${(reply.bytes / 1e6).toFixed(1)} MB of digits …`);
    }
    if (reply.type === "started") {
      this.#say(reply.workers > 1 ? `Training on ${reply.workers} cores …` : "Training …");
    }
    if (reply.type === "progress") {
      this.#current?.curves.addProgress(reply.progress);
      this.#say(describeProgress(reply.progress, this.#current?.epochs ?? 0));
      this.#drawCharts();
    }
    if (reply.type === "epoch") {
      this.#current?.curves.addEpoch(reply.record);
      this.#drawCharts();
    }
    if (reply.type === "checkpoint") this.#saved = reply.saved;
    if (reply.type === "look" && this.#colors) this.#looks.show(reply.look, this.#colors);
    if (reply.type === "ended") this.#end(reply);
    if (reply.type === "published") this.#publish(reply.parts);
    if (reply.type === "packed") this.#onPacked(reply.archive, reply.name);
    if (reply.type === "taughtPacked") saveArchive(reply.archive, reply.name);
    if (reply.type === "unpacked") this.#unpacked(reply);
    if (reply.type === "taught") this.#teach.show(reply.taught);
    if (reply.type === "correctionsPacked") saveArchive(reply.archive, "my_hand");
    if (reply.type === "correctionsUnpacked") this.#teach.learnOpened(reply.corrections);
    if (reply.type === "failed") this.#fail(reply);
  }

  #end({ isDone, seconds, test }: Extract<TrainReply, { type: "ended" }>): void {
    if (this.#current) this.#current.outcome = describeEnd({ isDone, seconds, test });
    this.#showTest(test);
    this.#showRuns();
    const outcome = `${isDone ? "Done" : "Stopped"}. ${describeTest(test)}`;
    this.#enter(isDone ? "done" : "stopped", outcome);
  }

  #unpacked({ title, test }: Extract<TrainReply, { type: "unpacked" }>): void {
    this.#title = title;
    this.#saved = undefined;
    this.#showTest(test);
    this.#enter("done", `Loaded: ${title}. ${describeTest(test)}`);
    this.#client.ask({ type: "publish" });
  }

  #fail({ request, message }: Extract<TrainReply, { type: "failed" }>): void {
    const isOfTeaching = /^teach$|Taught$|Corrections$/.test(request ?? "");
    // A Worker that died says not at what.
    const wasTeaching = request === undefined && this.#teach.isBusy;
    if (isOfTeaching || wasTeaching) this.#teach.fail(message, request);
    const { state } = this.#tools;
    if (isOfTeaching || (wasTeaching && state === "idle")) return;
    const isLost = request === undefined && state !== "idle";
    if (isLost && this.#saved) this.#enter("broken", describeBreak(message, this.#saved));
    else {
      const isIdle = isLost || state === "training";
      this.#enter(isIdle ? "idle" : state, `That did not work: ${message}.`);
    }
  }

  #showTest(test: TestResult): void {
    this.#facts = `${(100 * test.errors / test.n).toFixed(2)}% error on ${
      test.n.toLocaleString("en")
    } test digits`;
    this.#misreadDigits = test.misread;
    this.#showMisread();
  }

  #showMisread(): void {
    const isShown = this.#colors !== undefined && this.#misreadDigits.length > 0;
    this.#misread.replaceChildren(
      ...isShown
        ? [
          createElement("h3", "", "Misread test digits"),
          createElement("p", "", "What was written → what was read."),
          createElement("div", "", ...showMisread(this.#misreadDigits, this.#colors!)),
        ]
        : [],
    );
  }

  #publish(parts: ModelParts): void {
    this.#models.add(OWN_MODEL, parts, this.#facts);
    this.#say("The sheet is now read by this network.");
  }

  #pack(use: (archive: Uint8Array<ArrayBuffer>, name: string) => void): void {
    this.#onPacked = use;
    this.#client.ask({ type: "pack" });
  }

  async #keep(archive: Uint8Array<ArrayBuffer>): Promise<void> {
    const kept = { title: this.#title, archive };
    try {
      await keep(kept);
      this.#showKept(kept);
      this.#say("Kept in this browser.");
    } catch {
      this.#say("This browser keeps nothing; download the network instead.");
    }
  }

  async #forget(): Promise<void> {
    await forgetKept().catch(() => {}); // what cannot be forgotten was not kept
    this.#showKept(undefined);
    this.#say("Forgotten.");
  }

  #showKept(kept: KeptNetwork | undefined): void {
    this.#kept = kept;
    this.#tools.showKept(kept?.title);
  }

  /** Loads an archive, or the kept one. */
  #load(archive: Uint8Array<ArrayBuffer> | undefined): void {
    const wanted = archive ?? this.#kept?.archive;
    if (wanted) this.#client.ask({ type: "unpack", archive: wanted });
  }

  #enter(state: TrainState, line: string): void {
    this.#tools.enter(state);
    this.#say(line);
  }

  #say(line: string): void {
    this.#status.textContent = line;
  }

  #drawCharts(): void {
    this.#charts.forEach((chart) => chart.show(this.#current, this.#previous));
  }

  #showRuns(): void {
    this.#results.hidden = false;
    this.#drawCharts();
    const item = (run: ShownRun | undefined, kind: string) =>
      run ? [createElement("li", kind, run.title, createElement("span", "", run.outcome))] : [];
    this.#legend.replaceChildren(
      ...item(this.#current, "current"),
      ...item(this.#previous, "previous"),
    );
  }
}

const INTRODUCTION =
  "From nothing, on this device: the network starts with random weights and learns from digits that " +
  "other people wrote. Thin lines are the digits that it learns from; dots, after each epoch, 5,000 " +
  "others that it never learns from.";
