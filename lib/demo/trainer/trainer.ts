/**
 * The training Worker's work without the Worker: runs, a watched digit, the trained network.
 *
 * @module
 */
import { DIGIT_CLASSES } from "../../dataset/labeled_images.ts";
import type { Engine } from "../../engine/types.ts";
import { cloneModel, type Model } from "../../model/model.ts";
import { readNetwork } from "../../model/read_network.ts";
import { networkTitle } from "../../model/registry.ts";
import { calibrate } from "../../reader/calibrate.ts";
import { encodeCalibration, type ReaderCalibration } from "../../reader/calibration.ts";
import type { TrainingData } from "../../training/options.ts";
import { type EngineFactory, runTraining, TrainingError } from "../../training/run.ts";
import { describeModel, readVariants } from "../site/describe_model.ts";
import type { Settings } from "./choices.ts";
import { packCorrections, type PictureCodec, unpackCorrections } from "./correction_files.ts";
import { DigitStore } from "./digit_store.ts";
import type { Correction, SavedRun, TrainReply, TrainRequest } from "./messages.ts";
import { Onlooker } from "./onlooker.ts";
import { createRun, describeTrained, nameTrained, type Run } from "./page_run.ts";
import { type Pupil, teach, type Trained } from "./teacher.ts";
import { packModel, unpackModel } from "./trained_files.ts";

/** A learning network is looked at this often. */
const LOOK_MS = 250;

/** A run that breaks has lost no more than this, or an epoch. */
const CHECKPOINT_MS = 5_000;

/** Training digits among which a model's typical ones are sought. */
const CALIBRATION_DIGITS = 3_000;

/** What the place where a trainer runs provides. */
export interface TrainerHost {
  /** Fetches one of the page's files and inflates it. */
  loadFile(path: string): Promise<Uint8Array>;
  /** Loads one of the page's models. */
  loadPublished(name: string): Promise<Pupil>;
  createEngine: EngineFactory;
  codec: PictureCodec;
  /** Workers that share a batch. */
  workers: number;
  /** The kernels' build for a memory that is not shared. */
  module: WebAssembly.Module;
  send(reply: TrainReply): void;
  /** Called now and then within long work. */
  beat(): void;
}

/** Trains one network at a time. */
export class Trainer {
  readonly #host: TrainerHost;
  readonly #digits: DigitStore;
  #run?: Run;
  #work: Promise<void> = Promise.resolve();
  #trained?: Trained;
  #taught?: Trained;
  #onlooker?: Onlooker;
  #watched?: Uint8Array;
  /** Name of the published model whose examiner judges networks that are made here. */
  #examinedAs?: string;

  constructor(host: TrainerHost) {
    this.#host = host;
    this.#digits = new DigitStore(host.loadFile, (bytes) => host.send({ type: "loading", bytes }));
  }

  /** Does what is asked; what goes wrong is told as "failed". */
  async handle(request: TrainRequest): Promise<void> {
    try {
      await this.#carryOut(request);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // A run whose helper died goes on from its last checkpoint, in the same Worker or another.
      const failed = error instanceof TrainingError ? undefined : request.type;
      this.#host.send({ type: "failed", request: failed, message });
    }
  }

  async #carryOut(request: TrainRequest): Promise<void> {
    if (request.type === "start") await this.#start(request.settings);
    if (request.type === "stop") this.#run?.abort.abort();
    if (request.type === "goOn") await this.#goOn();
    if (request.type === "resume") await this.#resume(request.saved);
    if (request.type === "examineAs") this.#examinedAs = request.published;
    if (request.type === "watch") this.#watch(request.pixels);
    if (request.type === "publish") await this.#publish();
    if (request.type === "pack") await this.#pack();
    if (request.type === "packTaught") this.#packTaught();
    if (request.type === "teach") await this.#teach(request);
    if (request.type === "packCorrections") await this.#packCorrections(request.corrections);
    if (request.type === "unpackCorrections") await this.#unpackCorrections(request.archive);
    if (request.type === "unpack") await this.#unpack(request.archive);
  }

  async #start(settings: Settings): Promise<void> {
    await this.#leaveRun();
    await this.#begin({ ...createRun(settings), history: [], seconds: 0 });
  }

  async #resume({ settings, checkpoint }: SavedRun): Promise<void> {
    await this.#leaveRun();
    const { history, wallSeconds: seconds } = checkpoint;
    await this.#begin({ ...createRun(settings), checkpoint, history: [...history], seconds });
  }

  async #begin(run: Run): Promise<void> {
    this.#run = run;
    this.#trained = undefined;
    this.#useModel(run.model);
    await (this.#work = this.#train(run));
  }

  async #goOn(): Promise<void> {
    const run = this.#run;
    if (!run?.checkpoint) throw new Error("no run was stopped that could go on");
    run.abort = new AbortController();
    this.#trained = undefined;
    await (this.#work = this.#train(run));
  }

  /** Ends the run under way, if there is one: another network takes its place. */
  async #leaveRun(): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    run?.abort.abort();
    await this.#work.catch(() => {}); // told when it happened
  }

  async #train(run: Run): Promise<void> {
    const data = await this.#digits.loadTraining(run.settings.digits);
    const test = await this.#digits.loadTest();
    if (run !== this.#run) return;
    const { workers, send } = this.#host;
    send({ type: "started", workers });
    const start = performance.now();
    const isDone = await this.#follow(run, data);
    run.seconds += (performance.now() - start) / 1000;
    if (run !== this.#run) return;
    this.#onlooker!.update(run.model);
    const result = this.#onlooker!.test(test);
    this.#trained = describeTrained(run, result, workers);
    this.#watch(this.#watched);
    send({ type: "ended", isDone, seconds: run.seconds, test: result });
  }

  /** Reports on a run until it ends; whether it came to its end. */
  async #follow(run: Run, data: TrainingData): Promise<boolean> {
    const { createEngine, workers, send } = this.#host;
    const { settings, recipe, model, abort: { signal }, checkpoint: resumeFrom } = run;
    let engine: Engine | undefined, lastLook = -Infinity;
    const snapshot = cloneModel(model);
    const createWatched: EngineFactory = async (...args) => engine = await createEngine(...args);
    const options = { recipe, workers, signal, resumeFrom, checkpointMs: CHECKPOINT_MS };
    for await (const event of runTraining(createWatched, model, { data, options })) {
      if (event.type === "progress") {
        send(event);
        if (performance.now() - lastLook < LOOK_MS) continue;
        lastLook = performance.now();
        // Workers may be writing: the weights are then of two steps, near enough to look at.
        await engine!.writeTo(snapshot);
        this.#lookAt(snapshot);
      }
      if (event.type === "epoch") {
        run.history.push(event.record);
        send(event);
      }
      if ("checkpoint" in event) {
        send({ type: "checkpoint", saved: { settings, checkpoint: event.checkpoint } });
      }
      run.checkpoint = event.type === "stopped" ? event.checkpoint : undefined;
    }
    return run.checkpoint === undefined;
  }

  #useModel(model: Model): void {
    this.#onlooker = this.#watchOver(model);
    this.#lookAt(model);
  }

  #watchOver(model: Model): Onlooker {
    return new Onlooker(model, this.#host.module, this.#host.beat);
  }

  #lookAt(model: Model): void {
    this.#onlooker!.update(model);
    this.#host.send({ type: "look", look: this.#onlooker!.look(this.#watched) });
  }

  /** A network at rest is looked at anew; a learning one will be soon. */
  #watch(pixels: Uint8Array | undefined): void {
    this.#watched = pixels;
    if (this.#trained) this.#lookAt(this.#trained.model);
  }

  async #publish(): Promise<void> {
    const trained = this.#requireTrained(), calibration = await this.#calibrate(trained);
    const parts = describeModel(trained.model, encodeCalibration(calibration));
    this.#host.send({ type: "published", parts });
  }

  async #pack(): Promise<void> {
    const trained = this.#requireTrained(), { model, run } = trained;
    const name = nameTrained(trained), calibration = await this.#calibrate(trained);
    const archive = packModel({ model, run, calibration }, name);
    this.#host.send({ type: "packed", name, archive });
  }

  #packTaught(): void {
    if (!this.#taught) throw new Error("no network was taught yet");
    const name = `${this.#taught.model.name}-taught-here`;
    this.#host.send({ type: "taughtPacked", name, archive: packModel(this.#taught, name) });
  }

  /** What the answers of the network at hand are judged by: an examiner reads images, whatever the network. */
  async #calibrate(trained: Trained): Promise<ReaderCalibration> {
    const { model, variants } = trained, published = this.#examinedAs;
    if (trained.calibration) return trained.calibration;
    const examiner = published === undefined
      ? undefined
      : (await this.#host.loadPublished(published)).calibration?.examiner;
    const { train, validation } = await this.#digits.loadTraining(CALIBRATION_DIGITS);
    const digits = { train, validation, variants, examiner };
    const { classifier } = this.#watchOver(model);
    return trained.calibration = await calibrate(classifier, readNetwork(model.topology), digits);
  }

  async #unpack(archive: Uint8Array): Promise<void> {
    const { model, run, calibration } = unpackModel(archive);
    if (model.classes.join() !== DIGIT_CLASSES.join()) {
      throw new Error(`expected a network of the ten digits, got ${model.classes.join(", ")}`);
    }
    const onlooker = this.#watchOver(model);
    const test = await this.#digits.loadTest();
    await this.#leaveRun();
    this.#onlooker = onlooker;
    this.#trained = { model, run, calibration, variants: readVariants(run) };
    this.#watch(this.#watched);
    const result = onlooker.test(test);
    this.#host.send({ type: "unpacked", title: networkTitle(model.name), test: result });
  }

  async #teach(
    { published, corrections }: Extract<TrainRequest, { type: "teach" }>,
  ): Promise<void> {
    const { loadPublished, send } = this.#host;
    const pupil = published === undefined ? this.#requireTrained() : await loadPublished(published);
    if (published === undefined) await this.#calibrate(this.#requireTrained());
    const { network, taught } = await teach(pupil, corrections, {
      digits: this.#digits,
      look: (model) => this.#watchOver(model),
    });
    const from = published ?? nameTrained(pupil);
    this.#taught = { ...network, run: { ...network.run, from } };
    send({ type: "taught", taught });
  }

  async #packCorrections(corrections: readonly Correction[]): Promise<void> {
    const archive = await packCorrections(corrections, this.#host.codec);
    this.#host.send({ type: "correctionsPacked", archive });
  }

  async #unpackCorrections(archive: Uint8Array): Promise<void> {
    const corrections = await unpackCorrections(archive, this.#host.codec);
    this.#host.send({ type: "correctionsUnpacked", corrections });
  }

  #requireTrained(): Trained {
    if (this.#trained) return this.#trained;
    throw new Error("no network was trained yet");
  }
}
