/**
 * The way to a queue: BullMQ on Redis or Valkey. Both packages are loaded here, and only when a queue is asked
 * for.
 *
 * @module
 */
import type { Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { InputError } from "../errors.ts";

/** A password that no list of processes shows; redis-cli reads the same variable. */
const PASSWORD_VARIABLE = "REDISCLI_AUTH";

/** All jobs lie in one queue; whoever wants several takes several databases (`redis://host/2`). */
const QUEUE_NAME = "lenet5";

/** How long a server may take to answer. */
const ANSWER_MS = 5_000;

/** How long one may take to be there at all. */
const PATIENCE_MS = 3_000;

/** Connections to a queue. */
export interface QueueConnection {
  /** To add jobs and to look after them. */
  queue: Queue;
  /** A connection of its own, for a worker. */
  connect(): Redis;
  /** BullMQ, loaded. */
  bullmq: typeof import("bullmq");
  /** The queue's name. */
  name: string;
  /** Ends all connections that were made. */
  close(): Promise<void>;
}

export type { Queue, Worker };

/**
 * Checks the address of a queue.
 *
 * @returns The address as it may be shown, without its password.
 * @throws {InputError} If it is none of Redis.
 */
export function checkQueueUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !["redis:", "rediss:"].includes(url.protocol) || url.hostname === "") {
    const came = url?.password ? `an address of ${url.protocol}` : text;
    throw new InputError(`--queue: expected redis://HOST or rediss://HOST (TLS), got ${came}`);
  }
  url.password = "";
  return url.href;
}

function addPassword(text: string): string {
  const url = new URL(text), password = Deno.env.get(PASSWORD_VARIABLE);
  if (url.password === "" && password) url.password = encodeURIComponent(password);
  return url.href;
}

/**
 * Connects to a queue. When the server is gone later, whatever is asked of it waits until it is back.
 *
 * @param onNotice Told in one line when the connection is lost and when it is back.
 * @throws {InputError} If there is no such server, or it does not let us in.
 */
export async function connectQueue(
  url: string,
  onNotice: (line: string) => void = (line) => console.error(line),
): Promise<QueueConnection> {
  const shown = checkQueueUrl(url), address = addPassword(url);
  // msgpackr's native half is not needed, and would ask for a permission.
  Deno.env.set("MSGPACKR_NATIVE_ACCELERATION_DISABLED", "true");
  const [bullmq, { Redis }] = await Promise.all([import("bullmq"), import("ioredis")]);
  const knock = () => new Redis(address, { lazyConnect: true, retryStrategy: () => null });
  await waitForServer(knock, shown);
  const clients: Redis[] = [];
  const connect = () => {
    const client = new Redis(address, {
      maxRetriesPerRequest: null,
      retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
    });
    clients.push(client);
    client.on("error", () => {}); // it is told below, and connects again
    return client;
  };
  const first = connect();
  watchConnection(first, shown, onNotice);
  const queue = new bullmq.Queue(QUEUE_NAME, {
    connection: first,
    // Events carry results along, and nobody listens.
    streams: { events: { maxLen: 10 } },
  });
  queue.on("error", () => {});
  const close = async () => {
    await queue.close().catch(() => {});
    for (const client of clients) client.disconnect();
  };
  return { queue, connect, bullmq, name: QUEUE_NAME, close };
}

/** A server that is being started is waited for; one that says no is not. */
async function waitForServer(createClient: () => Redis, shown: string): Promise<void> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  while (true) {
    const reason = await probe(createClient());
    if (reason === undefined) return;
    if (!/ECONN|EPIPE|LOADING/.test(reason) || performance.now() > deadlineMs) {
      throw new InputError(`--queue ${shown}: expected a Redis or Valkey server: ${reason}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Knocks once; why nobody answers, or nothing. */
async function probe(client: Redis): Promise<string | undefined> {
  let reason = "";
  client.on("error", (error: Error) => reason = error.message);
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("no answer")), ANSWER_MS);
  try {
    await Promise.race([client.connect().then(() => client.ping()), late.promise]);
  } catch (error) {
    return reason || (error as Error).message;
  } finally {
    clearTimeout(timer);
    client.disconnect();
  }
}

function watchConnection(client: Redis, shown: string, onNotice: (line: string) => void): void {
  let isLost = false;
  client.on("close", () => {
    if (!isLost && client.status !== "end") onNotice(`lost ${shown}; waiting until it is back`);
    isLost = true;
  });
  client.on("ready", () => {
    if (isLost) onNotice(`${shown} is back`);
    isLost = false;
  });
}
