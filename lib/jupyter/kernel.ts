/**
 * A client of a Deno kernel, without Python.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import { type KernelProcess, spawnKernel } from "./connection.ts";
import { createRequest, decodeMessage, encodeMessage, type Message } from "./wire.ts";
import { ZmtpSocket } from "./zmtp.ts";

/** How the run of a cell ended. */
export interface ExecuteReply {
  status: "ok" | "error" | "aborted";
  execution_count: number;
  /** Name, message and stack of the error, where there is one. */
  ename?: string;
  evalue?: string;
  traceback?: string[];
}

/** The kernel ended or fell silent. */
export class KernelError extends Error {
  override name = "KernelError";
}

/** The kernel is behind with what a cell printed: it all has come after so long a silence, */
const DRAIN_MS = 150;
/** or, where a timer goes on printing, after so long. */
const MAX_DRAIN_MS = 30_000;
const READY_TIMEOUT_MS = 60_000;
const READY_POLL_MS = 200;
const PARENT_POLL_MS = 500;
const SHUTDOWN_GRACE_MS = 2_000;

/** A running kernel; whoever starts one must stop it. */
export class Kernel {
  readonly #session = randomUUID();
  readonly #process: KernelProcess;
  /** Requests and replies go by the first socket, outputs come by the second. */
  #sockets: ZmtpSocket[] = [];
  /** Called with every message of the kernel. */
  readonly #listeners = new Set<(message: Message) => void>();
  /** Rejects when the process ends. */
  readonly #ended: Promise<never>;
  #stopped?: Promise<void>;

  private constructor(process: KernelProcess) {
    this.#process = process;
    this.#ended = process.child.status.then(({ code, signal }) => {
      const reason = signal ?? `exit code ${code}`;
      throw new KernelError(`the kernel ended (${reason}) ${process.lastWords()}`.trim());
    });
    this.#ended.catch(() => {}); // whoever waits for a reply hears of it
  }

  /**
   * Starts a kernel whose cells run in `workingDirectory`, and waits until it answers.
   *
   * @throws {KernelError} If it ends or does not answer within a minute.
   */
  static async start(workingDirectory: string): Promise<Kernel> {
    const kernel = new Kernel(await spawnKernel(workingDirectory));
    try {
      await kernel.#connect();
      await kernel.#waitUntilReady();
      await kernel.#tieToThisProcess();
      await kernel.#process.removeKey();
    } catch (error) {
      await kernel.stop();
      throw error;
    }
    return kernel;
  }

  /**
   * Runs a cell.
   *
   * @param onOutput Called with each message that the cell publishes, in order.
   * @throws {KernelError} If the kernel ends or the cell takes longer than `timeoutMs`.
   */
  async execute(
    code: string,
    onOutput: (message: Message) => void,
    { timeoutMs = Infinity, isSilent = false } = {},
  ): Promise<ExecuteReply> {
    const history = { silent: isSilent, store_history: !isSilent };
    const content = { code, ...history, allow_stdin: false };
    const request = createRequest("execute_request", content, this.#session);
    const { promise, resolve } = Promise.withResolvers<void>();
    let reply: ExecuteReply | undefined, idle = false, lastMs = performance.now();
    const listener = (message: Message) => {
      if (message.parent_header.msg_id !== request.header.msg_id) return;
      const { msg_type } = message.header;
      lastMs = performance.now();
      if (msg_type === "execute_reply") reply = message.content;
      else if (msg_type !== "status") onOutput(message);
      else if (message.content.execution_state === "idle") idle = true;
      if (reply && idle) resolve();
    };
    this.#listeners.add(listener);
    try {
      await this.#send(request);
      await this.#race(promise, timeoutMs);
      if (!isSilent) await this.#waitForSilence(() => lastMs);
    } finally {
      this.#listeners.delete(listener);
    }
    return reply!;
  }

  /** The log of what the kernel has read so far; call it before {@link Kernel.stop}. */
  readAccessLog(): Promise<string> {
    return this.#process.readAccessLog();
  }

  /** Does what JupyterLab's stop button does. */
  interrupt(): void {
    this.#process.child.kill("SIGINT");
  }

  /** Ends the kernel; calling it again is free. */
  stop(): Promise<void> {
    return this.#stopped ??= this.#end();
  }

  async #end(): Promise<void> {
    for (const socket of this.#sockets) socket.close();
    const { child, cleanUp } = this.#process;
    try {
      child.kill("SIGTERM");
      await Promise.race([child.status, delay(SHUTDOWN_GRACE_MS)]);
      child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // it had ended already
    }
    await child.status;
    await cleanUp();
  }

  async #connect(): Promise<void> {
    const { shell_port, iopub_port } = this.#process.connection;
    const giveUp = new AbortController();
    const sockets = Promise.all([
      ZmtpSocket.connect("DEALER", shell_port, giveUp.signal),
      ZmtpSocket.connect("SUB", iopub_port, giveUp.signal),
    ]);
    try {
      this.#sockets = await this.#race(sockets, READY_TIMEOUT_MS);
    } finally {
      giveUp.abort();
    }
    for (const socket of this.#sockets) this.#read(socket);
  }

  async #send(message: Message): Promise<void> {
    await this.#sockets[0].send(encodeMessage(message, this.#process.connection.key));
  }

  async #read(socket: ZmtpSocket): Promise<void> {
    for await (const frames of socket.messages()) {
      const message = decodeMessage(frames, this.#process.connection.key);
      for (const listener of [...this.#listeners]) listener(message);
    }
  }

  /** Asks until an answer comes by both sockets: a subscription takes effect some time after connecting. */
  async #waitUntilReady(): Promise<void> {
    const heard = new Set<string>();
    const { promise, resolve } = Promise.withResolvers<void>();
    const listener = ({ header }: Message) => {
      heard.add(header.msg_type);
      if (heard.has("kernel_info_reply") && heard.has("status")) resolve();
    };
    this.#listeners.add(listener);
    const ask = () => this.#send(createRequest("kernel_info_request", {}, this.#session));
    const timer = setInterval(ask, READY_POLL_MS);
    try {
      await this.#race(promise, READY_TIMEOUT_MS);
    } finally {
      clearInterval(timer);
      this.#listeners.delete(listener);
    }
  }

  /** Waits until the last message, whose time `lastMs` tells, is a while ago. */
  async #waitForSilence(lastMs: () => number): Promise<void> {
    const endMs = performance.now() + MAX_DRAIN_MS;
    for (let leftMs = DRAIN_MS; leftMs > 0 && performance.now() < endMs;) {
      await Promise.race([delay(leftMs), this.#ended]);
      leftMs = lastMs() + DRAIN_MS - performance.now();
    }
  }

  /** A cell may be busy when this process is killed, so that a Worker beside it watches. */
  async #tieToThisProcess(): Promise<void> {
    const watch = `setInterval(() => {
      if (Deno.ppid === ${Deno.pid}) return;
      try {
        Deno.removeSync(${JSON.stringify(this.#process.folder)}, { recursive: true });
      } finally {
        Deno.kill(Deno.pid, "SIGKILL");
      }
    }, ${PARENT_POLL_MS});`;
    const url = JSON.stringify(`data:text/javascript,${encodeURIComponent(watch)}`);
    const code = `void new Worker(${url}, { type: "module" });`;
    await this.execute(code, () => {}, { timeoutMs: READY_TIMEOUT_MS, isSilent: true });
  }

  /** Waits for `promise`, but not past the kernel's end or `timeoutMs`. */
  async #race<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      if (timeoutMs === Infinity) return;
      const message = `no answer within ${(timeoutMs / 1000).toFixed(1)} s`;
      timer = setTimeout(() => reject(new KernelError(message)), timeoutMs);
    });
    try {
      return await Promise.race([promise, this.#ended, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
