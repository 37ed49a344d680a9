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
