/**
 * What a notebook cell must not hold, found in its text.
 *
 * @module
 */

/** Comments, strings and templates; what stands in them is no code. */
const NOT_CODE =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;

const DEFINITIONS: readonly RegExp[] = [
  /(?<![.\w])(?:function|class|for|while|do|if|switch|try)\b(?!\s*:)/,
  // Functions as values: with a block of their own, or under a name.
  /=>\s*\{/,
  /\b(?:const|let|var)\s+\w+[^=;\n]*=\s*(?:async\s*)?(?:\([^()]*\)|\w+)\s*=>/,
];

/** The first function, class, loop or condition that a cell defines; undefined if there is none. */
export function findDefinition(source: string): string | undefined {
  const code = source.replaceAll(NOT_CODE, (text) => text.startsWith("/") ? " " : '""');
  return DEFINITIONS.map((pattern) => code.match(pattern)?.[0]).find((found) => found);
}
