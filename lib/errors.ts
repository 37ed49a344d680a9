/** Longer lines are not read. */
const MOST_CHARACTERS = 1500;

/**
 * A person's mistake or an unusable input, answered by one clear line and exit code 2: the message
 * names the file or argument, what was wanted and what came. Whatever came, it stays one line, and not a long one.
 */
export class InputError extends Error {
  /** Tells the error from others, in other realms too. */
  override name = "InputError";

  /**
   * Makes one line of a message.
   *
   * @param message Line breaks in it are escaped, and what is too long is cut in the middle.
   */
  constructor(message: string) {
    super(shorten(message.replaceAll("\r", "\\r").replaceAll("\n", "\\n")));
  }
}

function shorten(line: string): string {
  if (line.length <= MOST_CHARACTERS) return line;
  const half = MOST_CHARACTERS / 2;
  return `${line.slice(0, half)} … ${line.slice(-half)}`;
}

/** The work was stopped on request (Ctrl-C); the command exits with 130. */
export class InterruptedError extends Error {
  override name = "InterruptedError";
}

/** What the operating system says no with, in the words of Node.js and Deno alike. */
const REFUSALS = new Set([
  ...["ENOENT", "ENOTDIR", "EISDIR", "EEXIST", "EACCES", "EPERM", "ENOTEMPTY", "EROFS", "ENOSPC"],
  ...["EDQUOT", "EBUSY", "ETXTBSY", "ENAMETOOLONG", "ELOOP", "EXDEV", "EIO", "EFBIG", "EMFILE"],
  ...["ENFILE", "EMLINK", "EINVAL", "ENODEV", "ENXIO", "ESTALE", "ENOTSUP", "EOPNOTSUPP"],
]);

/** Deno's names for those that come without a code. */
const REFUSAL_NAMES = new Set([
  "NotCapable",
  "PermissionDenied",
  "Busy",
  "FilesystemLoop",
  "WriteZero",
]);

/**
 * Whether the operating system (or a permission) said no, as opposed to a defect of ours: nothing there, no
 * access, no space, read-only, busy, a name too long, a loop of links.
 */
export function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return REFUSAL_NAMES.has(error.name) || REFUSALS.has(codeOf(error)) ||
    error.message === "Empty path is not allowed";
}

/** What the operating system said, in one line and without advice that nobody can follow in a task. */
export function reasonOf({ message }: Error): string {
  return message.split("\n")[0].replace(/, run again with the --\S+ flag/, "");
}

/** Whether there is no such file or folder. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === "ENOENT";
}

const codeOf = (error: Error) => `${(error as { code?: unknown }).code}`;
