/**
 * A Redis (or Valkey) server of a drill's own, on a free port, with its files in a folder.
 *
 * @module
 */
import { join } from "@std/path";
import { pause, waitUntil } from "../drills/drill.ts";

/** Programs that will do, in the order in which they are looked for. */
const PROGRAMS = ["redis-server", "valkey-server"];

/** A server that can be killed and started again with what it has on disk. */
export class RedisServer {
  readonly #args: string[];
  readonly #program: string;
  readonly #port: number;
  #child: Deno.ChildProcess;

  private constructor(program: string, args: string[], port: number) {
    this.#program = program;
    this.#port = port;
    this.#args = args;
    this.#child = this.#spawn();
  }

  /**
   * Starts a server with its append-only file on.
   *
   * @param more Further arguments, such as `--tls-port`.
   */
  static async start(dir: string, port: number, more: string[] = []): Promise<RedisServer> {
    await Deno.mkdir(dir, { recursive: true });
    const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", dir, "--save", ""];
    const all = [...args, "--appendonly", "yes", ...more];
    const server = new RedisServer(await findProgram(), all, port);
    await server.#waitUntilUp();
    return server;
  }

  #spawn(): Deno.ChildProcess {
    const io = { stdin: "null", stdout: "null", stderr: "null" } as const;
    return new Deno.Command(this.#program, { args: this.#args, ...io }).spawn();
  }

  /** kill -9, and a start from the append-only file. */
  async killAndRestart(): Promise<void> {
    await this.stop("SIGKILL");
    await pause(1);
    this.#child = this.#spawn();
    await this.#waitUntilUp();
  }

  async #waitUntilUp(): Promise<void> {
    const knock = () => Deno.connect({ hostname: "127.0.0.1", port: this.#port });
    const isUp = () => knock().then((door) => (door.close(), true), () => false);
    if (!await waitUntil(isUp, 20)) throw new Error("expected a server after 20 s, got none");
  }

  /** Ends it. */
  async stop(signal: Deno.Signal = "SIGTERM"): Promise<void> {
    this.#child.kill(signal);
    await this.#child.status;
  }
}

async function findProgram(): Promise<string> {
  for (const program of PROGRAMS) {
    const version = new Deno.Command(program, { args: ["--version"] });
    const isThere = await version.output().then(() => true, () => false);
    if (isThere) return program;
  }
  throw new Error(`expected ${PROGRAMS.join(" or ")} (Debian: apt-get install redis-server)`);
}

/** A port that nobody listens on. */
export function findPort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** A CA and a certificate for localhost in a folder; the arguments that make a server speak TLS on a port of its own. */
export async function prepareTls(
  dir: string,
  port: number,
): Promise<{ ca: string; args: string[] }> {
  const at = (name: string) => join(dir, name), key = "ec_paramgen_curve:P-256";
  const run = async (...args: string[]) => {
    const { success } = await new Deno.Command("openssl", { args, stderr: "null" }).output();
    if (!success) throw new Error(`openssl ${args.join(" ")} failed`);
  };
  await Deno.writeTextFile(at("ext"), "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n");
  const fresh = ["-newkey", "ec", "-pkeyopt", key, "-nodes"];
  await run(
    ...["req", "-x509", ...fresh, "-keyout", at("ca.key"), "-out", at("ca.pem")],
    ...["-days", "2", "-subj", "/CN=drill"],
  );
  await run(
    ...["req", ...fresh, "-keyout", at("key.pem"), "-out", at("leaf.csr")],
    ...["-subj", "/CN=localhost"],
  );
  await run(
    ...["x509", "-req", "-in", at("leaf.csr"), "-CA", at("ca.pem"), "-CAkey", at("ca.key")],
    ...["-CAcreateserial", "-out", at("cert.pem"), "-days", "2", "-extfile", at("ext")],
  );
  const args = [
    ...["--tls-port", `${port}`, "--tls-auth-clients", "no"],
    ...["--tls-cert-file", at("cert.pem"), "--tls-key-file", at("key.pem")],
    ...["--tls-ca-cert-file", at("ca.pem")],
  ];
  return { ca: at("ca.pem"), args };
}
