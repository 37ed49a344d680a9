/**
 * A person's mistake or an unusable input, answered by one clear line and exit code 2: the message
 * names the file or argument, what was wanted and what came.
 */
export class InputError extends Error {
  override name = "InputError";
}

/** The work was stopped on request (Ctrl-C); the command exits with 130. */
export class InterruptedError extends Error {
  override name = "InterruptedError";
}

/** Whether the file system (or a permission) said no, as opposed to a defect of ours. */
export function isRefusal(error: unknown): error is Error {
  const { NotFound, NotADirectory, IsADirectory, AlreadyExists, PermissionDenied, NotCapable } =
    Deno.errors;
  return [NotFound, NotADirectory, IsADirectory, AlreadyExists, PermissionDenied, NotCapable]
    .some((kind) => error instanceof kind);
}
