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

/** What the operating system says no with, where Deno has no class of its own for it. */
const REFUSALS = new Set([
  ...["ENOSPC", "EDQUOT", "EROFS", "EBUSY", "ETXTBSY", "ENAMETOOLONG", "ELOOP", "EXDEV", "EIO"],
  ...["EFBIG", "EMFILE", "ENFILE", "EMLINK", "ENOTEMPTY", "EINVAL", "EPERM", "ENODEV", "ENXIO"],
  ...["ESTALE", "ENOTSUP", "EOPNOTSUPP"],
]);

/**
 * Whether the operating system (or a permission) said no, as opposed to a defect of ours: nothing there, no
 * access, no space, read-only, busy, a name too long, a loop of links.
 */
export function isRefusal(error: unknown): error is Error {
  const { NotFound, NotADirectory, IsADirectory, AlreadyExists, PermissionDenied, NotCapable } =
    Deno.errors;
  const { Busy, FilesystemLoop, WriteZero } = Deno.errors;
  const kinds = [
    NotFound,
    NotADirectory,
    IsADirectory,
    AlreadyExists,
    PermissionDenied,
    NotCapable,
  ];
  if ([...kinds, Busy, FilesystemLoop, WriteZero].some((kind) => error instanceof kind)) {
    return true;
  }
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return REFUSALS.has(code as string) || error.message === "Empty path is not allowed";
}

/** What the operating system said, in one line and without advice that nobody can follow in a task. */
export function reasonOf({ message }: Error): string {
  return message.split("\n")[0].replace(/, run again with the --allow-\S+ flag/, "");
}
