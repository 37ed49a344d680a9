/**
 * What the classes of a model are called in a sentence.
 *
 * @module
 */

/** Words for the classes of a model. */
export interface Vocabulary {
  /** What one of them is: "digit", "letter" or "class". */
  noun: string;
  /** All of them, such as "the ten" or "the 26". */
  all: string;
}

const NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");

/** Names of one character that are spoken with a vowel first: "an 8", "an F". */
const SPOKEN_WITH_VOWEL = /^[8AEFHILMNORSX]$/i;

/** Finds the words for some classes. */
export function describeClasses(classes: readonly string[]): Vocabulary {
  const areAll = (pattern: RegExp) => classes.every((name) => pattern.test(name));
  const noun = areAll(/^\d$/) ? "digit" : areAll(/^\p{L}$/u) ? "letter" : "class";
  return { noun, all: `the ${NUMBERS[classes.length] ?? classes.length}` };
}

/** Such as "an 8", "a T-shirt". */
export function withArticle(name: string): string {
  const isVowel = [...name].length === 1
    ? SPOKEN_WITH_VOWEL.test(name)
    : /^[aeio]|^u(?!ni)|^8|^1[18](?!\d)/i.test(name);
  return `${isVowel ? "an" : "a"} ${name}`;
}
