/**
 * The page's side of the explaining Worker, which starts when it is first asked something.
 *
 * @module
 */
/// <reference lib="dom" />
import { checkExplainReply } from "../explainer/message_checks.ts";
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
    const end = (message: string) => {
      started.terminate();
      worker = undefined;
      untold = model;
      isBusy = false;
      waiting.clear();
      onReply({ type: "failed", request: "explain", message });
    };
    started.onmessage = ({ data }: MessageEvent<unknown>) => {
      let reply: ExplainReply;
      try {
        reply = checkExplainReply(data);
      } catch (error) {
        return end(
          `The Worker that explains is not this page's: reload the page (${
            (error as Error).message
          }).`,
        );
      }
      isBusy = false;
      onReply(reply);
      post();
    };
    started.onerror = () => end("The Worker that explains has died or could not be started.");
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
