/**
 * The ways of writing that MNIST lacks, as stroke programs: written down from geometry, like those of
 * tests/image/freehand_styles.ts, and so independent of the variants that are drawn onto MNIST's digits.
 *
 * @module
 */
import type { Style } from "../image/freehand_styles.ts";

const OVAL = "o .32,.5 .3,.5 -90,-450", NARROW = "o .32,.5 .2,.5 -90,-450";

/** Styles that most people read at once. */
export const UNUSUAL_STYLES: readonly Style[] = [
  style(0, "slashed", OVAL, "- .04,1 .62,0"),
  style(0, "slashed beyond", OVAL, "- -.1,1.15 .75,-.12"),
  style(0, "slashed within", OVAL, "- .17,.75 .48,.25"),
  style(0, "slashed upright", NARROW, "- .3,1.18 .36,-.15"),
  style(0, "barred", NARROW, "- -.12,.52 .78,.48"),
  style(1, "long flag", "- -.25,.62 .34,0 .34,1"),
  style(1, "flag to the ground", "- -.12,.95 .35,0 .42,1"),
  style(1, "flat flag", "~ .02,.2 .18,.12 .33,0 - .33,1"),
  style(1, "flag and broad foot", "- -.08,.4 .3,0 .3,1", "- -.1,1 .7,1"),
  style(
    5,
    "bar apart",
    "- .14,.12 .1,.42 ~ .34,.36 .57,.5 .56,.78 .34,.99 .02,.92",
    "- .26,-.03 .72,-.08",
  ),
  style(5, "bar above", "~ .12,.28 .34,.22 .57,.45 .54,.8 .3,.99 .02,.9", "- .2,.02 .6,-.03"),
  style(7, "crossed broadly", "- 0,.03 .6,.02 .22,1", "- .02,.5 .68,.44"),
  style(
    8,
    "upper loop open",
    "~ .5,.08 .3,0 .12,.14 .2,.36 .46,.58 .52,.82 .3,1 .08,.82 .2,.58 .36,.42",
  ),
  style(9, "curled tail", "o .3,.27 .25,.26 -20,-370 ~ .56,.6 .5,1.02 .3,1.14 .1,1.06 .06,.94"),
];

function style(digit: number, name: string, ...strokes: string[]): Style {
  return { digit, name, strokes };
}
