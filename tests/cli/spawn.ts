/** What a command answered. */
export interface Answer {
  code: number;
  stdout: string;
  stderr: string;
}

const PROJECT = new URL("../../", import.meta.url);

/** Runs Deno in the project's folder, with `NO_COLOR` only if `env` sets it. */
export async function spawnDeno(
  args: string[],
  env: Record<string, string> = {},
): Promise<Answer> {
  const { NO_COLOR: _, ...inherited } = Deno.env.toObject();
  const command = new Deno.Command(Deno.execPath(), {
    args,
    cwd: PROJECT,
    env: { ...inherited, ...env },
    clearEnv: true,
    stdin: "null",
  });
  const { code, stdout, stderr } = await command.output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

/** A Deno process that runs beside the test. */
export interface RunningCommand {
  /** Waits until what it has written matches; fails if it ends before. */
  waitFor(stream: "stdout" | "stderr", pattern: RegExp): Promise<void>;
  kill(signal: Deno.Signal): void;
  finish(): Promise<Answer>;
}

/** Starts Deno in the project's folder. */
export function startDeno(args: string[]): RunningCommand {
  const command = new Deno.Command(Deno.execPath(), {
    ...{ args, cwd: PROJECT, stdin: "null", stdout: "piped", stderr: "piped" },
  });
  const child = command.spawn();
  const written = { stdout: "", stderr: "" };
  let hasEnded = false, notify = () => {};
  const collect = async (name: keyof typeof written) => {
    for await (const text of child[name].pipeThrough(new TextDecoderStream())) {
      written[name] += text;
      notify();
    }
  };
  const ended = Promise.all([child.status, collect("stdout"), collect("stderr")]);
  ended.then(() => (hasEnded = true, notify()));
  return {
    async waitFor(name, pattern) {
      while (!pattern.test(written[name])) {
        if (hasEnded) throw new Error(`ended before ${pattern}: ${JSON.stringify(written)}`);
        await new Promise<void>((resolve) => notify = resolve);
      }
    },
    kill: (signal) => child.kill(signal),
    async finish() {
      const [{ code }] = await ended;
      return { code, ...written };
    },
  };
}
