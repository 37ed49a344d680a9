/**
 * A kernel's process and the addresses at which it listens.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import { stripVTControlCharacters } from "node:util";
import { join } from "@std/path";
import { removeFile } from "../durable_files.ts";
import { JUPYTER_DIR } from "../paths.ts";
import { ACCESS_LOG_VARIABLE } from "./access_log.ts";

/** What a kernel and its client agree on: Jupyter's connection file. */
export interface Connection {
  ip: string;
  transport: string;
  signature_scheme: string;
  key: string;
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
}

/** A kernel process that was told where to listen. */
export interface KernelProcess {
  connection: Connection;
  child: Deno.ChildProcess;
  /** The last that the process itself wrote, for when it fails. */
  lastWords(): string;
  /** The log of what the kernel has read so far; see access_log.ts. */
  readAccessLog(): Promise<string>;
  /** What is here goes when the kernel ends. */
  folder: string;
  /** Removes the connection file, which holds the key, once the process has read it. */
  removeKey(): Promise<void>;
  /** Removes the folder, once the process has ended. */
  cleanUp(): Promise<void>;
}

const TAIL_LENGTH = 2_000;
/** What every kernel says when it starts. */
const EXPECTED_WARNING = `"deno jupyter" is unstable`;

/** The command that starts a kernel on a connection file. */
export function kernelCommand(connectionFile: string): string[] {
  return [Deno.execPath(), "jupyter", "--kernel", "--conn", connectionFile];
}

/** Starts a Deno kernel whose cells run in `workingDirectory`; the process' own words are kept, not printed. */
export async function spawnKernel(workingDirectory: string): Promise<KernelProcess> {
  const connection = createConnection();
  await Deno.mkdir(JUPYTER_DIR, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: JUPYTER_DIR, prefix: "kernel-" });
  const connectionFile = join(folder, "connection.json");
  await Deno.writeTextFile(connectionFile, JSON.stringify(connection), { mode: 0o600 });
  const accessLog = join(folder, "access.jsonl");
  await Deno.writeTextFile(accessLog, "");
  const [command, ...args] = kernelCommand(connectionFile);
  const child = new Deno.Command(command, {
    args,
    cwd: workingDirectory,
    env: { [ACCESS_LOG_VARIABLE]: accessLog },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  return {
    connection,
    child,
    lastWords: keepTail(child.stderr),
    readAccessLog: () => Deno.readTextFile(accessLog),
    folder,
    removeKey: () => removeFile(connectionFile),
    cleanUp: () => Deno.remove(folder, { recursive: true }).catch(() => {}),
  };
}

/** Drains a stream, keeping its end. */
function keepTail(stream: ReadableStream<Uint8Array<ArrayBuffer>>): () => string {
  let tail = "";
  (async () => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      tail = (tail + text).slice(-TAIL_LENGTH);
    }
  })();
  return () =>
    stripVTControlCharacters(tail).split("\n")
      .filter((line) => !line.includes(EXPECTED_WARNING)).join("\n").trim();
}

function createConnection(): Connection {
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = findFreePorts(5);
  return {
    ip: "127.0.0.1",
    transport: "tcp",
    signature_scheme: "hmac-sha256",
    key: randomUUID(),
    shell_port,
    iopub_port,
    stdin_port,
    control_port,
    hb_port,
  };
}

/** Ports that nobody listens at; held together so that they differ, then let go. */
function findFreePorts(count: number): number[] {
  const listeners = Array.from(
    { length: count },
    () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  );
  const ports = listeners.map((listener) => listener.addr.port);
  for (const listener of listeners) listener.close();
  return ports;
}
