/**
 * What the page and the training Worker say to each other.
 *
 * @module
 */
import type { Checkpoint } from "../../training/checkpoint.ts";
import type { EpochRecord, Progress } from "../../training/records.ts";
import type { ModelParts } from "../site/describe_model.ts";
import type { Settings } from "./choices.ts";

/** Where a run stood, to take it up again in another Worker. */
export interface SavedRun {
  settings: Settings;
  checkpoint: Checkpoint;
}

/** To the Worker. */
export type TrainRequest =
  /** Begin a run, ending the one that there may be. */
  | { type: "start"; settings: Settings }
  | { type: "stop" }
  /** Go on with the run that was stopped. */
  | { type: "goOn" }
  /** Go on with a run of a Worker that is no more. */
  | { type: "resume"; saved: SavedRun }
  /** Judge networks that are made here by the examiner of a published one, if it has one. */
  | { type: "examineAs"; published: string }
  /** Watch this digit from now on: 784 ink bytes, or none. */
  | { type: "watch"; pixels: Uint8Array | undefined }
  /** The trained network for the reader. */
  | { type: "publish" }
  /** The trained network as a ZIP archive of its four files. */
  | { type: "pack" }
  /** The network that was taught last, likewise. */
  | { type: "packTaught" }
  /** Teach a copy of a published network, or of the trained one, what it misread. */
  | { type: "teach"; published?: string; corrections: Correction[] }
  /** Corrections as an archive of pictures, and back. */
  | { type: "packCorrections"; corrections: Correction[] }
  | { type: "unpackCorrections"; archive: Uint8Array<ArrayBuffer> }
  /** Take a network from an archive. */
  | { type: "unpack"; archive: Uint8Array<ArrayBuffer> };

/** Ink that was misread, and what it is. */
export interface Correction {
  /** 784 ink bytes. */
  pixels: Uint8Array;
  /** Left out where it is no digit. */
  label?: number;
}

/** Misread digits before and after a lesson. */
export interface Change {
  n: number;
  before: number;
  after: number;
}

/** What came of a lesson. */
export interface Taught {
  /** The corrections themselves. */
  own: Change;
  /** Test digits. */
  test: Change;
  /** That the training took. */
  seconds: number;
  parts: ModelParts;
}

/** How the network sees the watched digit now. */
export interface Look {
  /** Name of the first layer, such as "C1". */
  layer: string;
  /** Its filters, `[height, width, count]`. */
  filters: { height: number; width: number; count: number; values: Float32Array };
  /** Its maps of the watched digit, `[height, width, count]`, and the probabilities, if one is watched. */
  digit?: {
    maps: { height: number; width: number; count: number; values: Float32Array };
    probabilities: Float32Array;
  };
}

/** A test digit that was misread. */
export interface Misread {
  pixels: Uint8Array;
  label: number;
  digit: number;
}

/** What a network makes of the test digits. */
export interface TestResult {
  n: number;
  errors: number;
  /** The first of them. */
  misread: Misread[];
}

/** How the Worker is: at work, or done with all of so many requests. */
export type TrainSign = { type: "alive" } | { type: "idle"; answered: number };

/** From the Worker. */
export type TrainReply =
  | { type: "loading"; bytes: number }
  /** The training itself begins. */
  | { type: "started"; workers: number }
  | { type: "progress"; progress: Progress }
  | { type: "epoch"; record: EpochRecord }
  | { type: "look"; look: Look }
  /** The run goes on; should it break, it can be taken up from here. */
  | { type: "checkpoint"; saved: SavedRun }
  /** The end, or a stop; either way the network can be used. */
  | { type: "ended"; isDone: boolean; seconds: number; test: TestResult }
  | { type: "published"; parts: ModelParts }
  | { type: "packed"; name: string; archive: Uint8Array<ArrayBuffer> }
  | { type: "taughtPacked"; name: string; archive: Uint8Array<ArrayBuffer> }
  | { type: "unpacked"; title: string; test: TestResult }
  | { type: "taught"; taught: Taught }
  | { type: "correctionsPacked"; archive: Uint8Array<ArrayBuffer> }
  | { type: "correctionsUnpacked"; corrections: Correction[] }
  /** What was asked for did not come about. Without `request`, the Worker is no more, or one that helps it. */
  | { type: "failed"; request?: TrainRequest["type"]; message: string };
