/**
 * The commands of a drill: workers and those who put jobs into the queue, as processes that can be killed.
 *
 * @module
 */
import { PROJECT_DIR } from "../../lib/paths.ts";
import { commandOf } from "../project_config.ts";

/** A command under way. */
export class RunningCommand {
  readonly #child: Deno.ChildProcess;
  readonly #reading: Promise<void>;
  #isOver = false;
  /** When each line of stdout came, in ms. */
  readonly lines: { text: string; ms: number }[] = [];
  /** All of stderr. */
  stderr = "";

  constructor(task: string, args: string[], env: Record<string, string> = {}) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [...commandOf(task), ...args],
      ...{ cwd: PROJECT_DIR, env, stdin: "null", stdout: "piped", stderr: "piped" },
    }).spawn();
    this.#child.status.then(() => this.#isOver = true);
    this.#reading = Promise.all([this.#readLines(), this.#readErrors()]).then(() => {});
  }

  async #readLines(): Promise<void> {
    let rest = "";
    for await (const text of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + text).split("\n");
      rest = parts.pop()!;
      this.lines.push(...parts.map((text) => ({ text, ms: performance.now() })));
    }
  }

  async #readErrors(): Promise<void> {
    for await (const text of this.#child.stderr.pipeThrough(new TextDecoderStream())) {
      this.stderr += text;
    }
  }

  /**
   * Ends it at once.
   *
   * @throws {Error} If it has ended already: then nothing is shown by killing it.
   */
  async kill(signal: Deno.Signal = "SIGKILL"): Promise<number> {
    this.#child.kill(signal);
    return await this.finish();
  }

  /** Whether it has ended. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Waits for its end; its exit code. */
  async finish(): Promise<number> {
    const [{ code }] = await Promise.all([this.#child.status, this.#reading]);
    return code;
  }
}

/** A job that a worker has told of. */
export interface DoneJob {
  id: string;
  seconds: number;
  /** When it was told. */
  ms: number;
}

/** Workers of one queue, which are replaced when they are killed. */
export class WorkerCrew {
  readonly #args: string[];
  readonly #running: RunningCommand[];
  readonly #gone: RunningCommand[] = [];

  constructor(count: number, args: string[]) {
    this.#args = args;
    this.#running = Array.from({ length: count }, () => this.#start());
  }

  #start(): RunningCommand {
    return new RunningCommand("worker", [...this.#args, "--json"]);
  }

  /** kill -9 of one of them, and another in its place. */
  async killOne(): Promise<void> {
    const worker = this.#running.shift()!;
    await worker.kill();
    this.#gone.push(worker);
    this.#running.push(this.#start());
  }

  /** Ends all. */
  async stop(): Promise<void> {
    await Promise.all(this.#running.map((worker) => worker.kill("SIGINT")));
  }

  /** What all of them have done, those that are gone among them. */
  get done(): DoneJob[] {
    return [...this.#gone, ...this.#running].flatMap(({ lines }) =>
      lines.map(({ text, ms }) => ({ ...JSON.parse(text), ms }))
    );
  }

  /** What all of them had to say. */
  get stderr(): string {
    return [...this.#gone, ...this.#running].map(({ stderr }) => stderr).join("");
  }
}
