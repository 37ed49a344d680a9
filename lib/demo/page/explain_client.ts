/**
 * The page's side of the explaining Worker, which starts when it is first asked something.
 *
 * @module
 */
/// <reference lib="dom" />
import type { ExplainReply, ExplainRequest } from "../explainer/messages.ts";

/** What is asked; the model is the one that was last named. */
export type Question = Required<Pick<ExplainRequest, "type" | "pixels">>;

/** Asks the explaining Worker. */
export interface ExplainClient {
  ask(question: Question): void;
  /** Explains another model from now on. */
  useModel(model: NonNullable<ExplainRequest["model"]>): void;
}

/**
 * Makes a client.
 *
 * @param onReply Told of the answer to the newest question of each kind.
 */
export function createExplainClient(onReply: (reply: ExplainReply) => void): ExplainClient {
  let worker: Worker | undefined, isBusy = false;
  /** The model, as long as the Worker was not told of it. */
  let untold: ExplainRequest["model"], model: ExplainRequest["model"];
  const waiting = new Map<Question["type"], Question>();
  const start = () => {
    const url = new URL("./explain_worker.js", import.meta.url);
    const started = new Worker(url, { type: "module", name: "explaining" });
    started.onmessage = ({ data }: MessageEvent<ExplainReply>) => {
      isBusy = false;
      onReply(data);
      post();
    };
    started.onerror = () => {
      worker = undefined;
      untold = model;
      isBusy = false;
      waiting.clear();
      const message = "The Worker that explains has died or could not be started.";
      onReply({ type: "failed", request: "explain", message });
    };
    return started;
  };
  const post = () => {
    const [question] = waiting.values();
    if (!question || isBusy) return;
    waiting.delete(question.type);
    worker ??= start();
    isBusy = true;
    worker.postMessage({ ...question, model: untold } satisfies ExplainRequest);
    untold = undefined;
  };
  return {
    ask(question) {
      waiting.set(question.type, question);
      post();
    },
    useModel(next) {
      model = untold = next;
      waiting.clear();
    },
  };
}
