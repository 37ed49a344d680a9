/**
 * A person's mistake or an unusable input, answered by one clear line and exit code 2: the message
 * names the file or argument, what was wanted and what came.
 */
export class InputError extends Error {
  /** Tells the error from others, in other realms too. */
  override name = "InputError";
}

/** The work was stopped on request (Ctrl-C); the command exits with 130. */
export class InterruptedError extends Error {
  override name = "InterruptedError";
}

/** What a file system says when it refuses, in the words of Node.js and Deno alike. */
const REFUSALS = ["ENOENT", "ENOTDIR", "EISDIR", "EEXIST", "EACCES", "EPERM", "ENOTEMPTY", "EROFS"];

/** Whether the file system (or a permission) said no, as opposed to a defect of ours. */
export function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  // Of a permission that Deno was not given, the name is all there is.
  return error.name === "NotCapable" || REFUSALS.includes(codeOf(error));
}

/** Whether there is no such file or folder. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === "ENOENT";
}

const codeOf = (error: Error) => `${(error as { code?: unknown }).code}`;
