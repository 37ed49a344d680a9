/**
 * How people write the ten digits: 40 styles as stroke programs, written down from geometry; nothing
 * here comes from a data set.
 *
 * A stroke is a path of pieces, in a frame where x runs right from 0 to about 0.65 and y down from
 * 0 to 1. `- x,y …` draws straight lines and `~ x,y …` a smooth curve from the last point through the
 * given ones; `o cx,cy rx,ry from,to` draws an arc (degrees: 0 right, 90 down, 180 left, 270 up).
 *
 * @module
 */

/** One way to write a digit. */
export interface Style {
  digit: number;
  name: string;
  /** The program of each stroke, in the order of writing. */
  strokes: string[];
}

export const STYLES: Style[] = [
  style(0, "oval", "o .32,.5 .3,.5 -90,-450"),
  style(0, "round", "o .45,.5 .45,.48 -70,-430"),
  style(0, "overshoot", "o .32,.5 .29,.5 -50,-450"),
  style(0, "open", "o .32,.5 .3,.5 -75,-418"),
  style(0, "narrow", "o .2,.5 .2,.5 -90,-455"),
  style(1, "bar", "- .3,0 .3,1"),
  style(1, "flag", "- .1,.25 .35,0 .35,1"),
  style(1, "flag and base", "- .1,.24 .35,0 .35,1", "- .1,1 .6,1"),
  style(1, "European", "- 0,.42 .38,0 .38,1"),
  style(2, "plain", "~ .04,.24 .14,.05 .34,0 .55,.08 .6,.28 .45,.56 .02,1 - .65,1"),
  style(
    2,
    "looped",
    "~ .05,.2 .2,.02 .45,.03 .56,.22 .45,.52 .2,.85 .06,.95 .02,.87 .13,.81 .36,.93 .66,.94",
  ),
  style(2, "wavy base", "~ .06,.18 .25,0 .5,.1 .52,.32 .3,.65 .03,.95 .2,.9 .4,.99 .64,.92"),
  style(2, "angular", "- .05,.08 .45,.03 .55,.2 .03,1 .62,.97"),
  style(
    3,
    "round",
    "~ .05,.12 .28,0 .54,.1 .53,.34 .25,.47 ~ .54,.54 .6,.78 .4,.98 .16,.97 .02,.86",
  ),
  style(3, "flat-topped", "- .05,.02 .56,.02 .26,.38 ~ .5,.43 .6,.66 .5,.92 .24,1 .02,.9"),
  style(
    3,
    "looped",
    "~ .06,.1 .3,0 .54,.13 .44,.38 .24,.46 .2,.54 .28,.56 .32,.47 .5,.54 .6,.74 .42,.97 .16,.98 .02,.88",
  ),
  style(4, "open", "- .1,0 .04,.55 .62,.55", "- .47,.08 .45,1"),
  style(4, "open, curved", "~ .14,.02 .06,.3 .08,.5 .3,.54 .6,.48", "- .52,.02 .45,1"),
  style(4, "closed", "- .66,.66 0,.66 .46,0 .46,1"),
  style(4, "closed, short", "- .47,1 .47,.02 .02,.62 .64,.62"),
  style(5, "one stroke", "- .58,.02 .12,.02 .08,.42 ~ .32,.36 .56,.48 .58,.76 .36,.98 .02,.92"),
  style(
    5,
    "two strokes",
    "- .14,.02 .08,.42 ~ .34,.36 .57,.5 .56,.78 .34,.99 .02,.92",
    "- .14,.02 .6,0",
  ),
  style(
    5,
    "broken",
    "- .12,.06 .08,.42 ~ .34,.36 .56,.52 .54,.8 .34,.98 .02,.92",
    "- .22,.01 .64,0",
  ),
  style(
    5,
    "like an S",
    "~ .6,.02 .34,.02 .14,.06 .1,.26 .14,.42 .4,.46 .57,.62 .52,.88 .28,1 .02,.92",
  ),
  style(
    6,
    "curved",
    "~ .5,0 .2,.22 .04,.6 .1,.9 .32,1 .54,.88 .54,.65 .34,.54 .14,.62 .06,.78",
  ),
  style(6, "straight", "- .42,0 .08,.6 o .31,.73 .26,.26 210,-150"),
  style(
    6,
    "small loop",
    "~ .44,.02 .16,.26 .03,.66 .12,.94 .3,1 .44,.9 .4,.74 .24,.7 .06,.82",
  ),
  style(7, "plain", "- 0,.02 .6,.02 .2,1"),
  style(7, "crossed", "- 0,.03 .6,.02 .22,1", "- .12,.5 .6,.48"),
  style(7, "curved", "- .02,.06 .6,.04 ~ .44,.34 .3,.66 .26,1"),
  style(7, "serif", "- .02,.16 .03,.02 .6,.02 .24,1"),
  style(
    8,
    "one stroke",
    "~ .5,.12 .3,0 .1,.14 .16,.36 .42,.56 .54,.8 .3,1 .06,.82 .18,.56 .44,.36 .52,.14",
  ),
  style(8, "two loops", "o .3,.24 .22,.24 -90,270", "o .3,.74 .28,.26 -90,270"),
  style(
    8,
    "open top",
    "~ .56,.03 .34,.03 .12,.14 .18,.36 .44,.58 .5,.84 .28,1 .06,.86 .16,.6 .4,.36 .6,.06",
  ),
  style(9, "curved", "o .3,.27 .25,.26 -20,-370 ~ .55,.45 .48,.78 .28,1"),
  style(9, "straight", "o .28,.26 .25,.25 -20,-360 - .52,1"),
  style(9, "hooked", "o .32,.27 .25,.27 -25,-360 ~ .58,.6 .5,.9 .28,1 .06,.88"),
  style(9, "slanted stem", "o .3,.27 .27,.26 -30,-360 - .4,1"),
  style(6, "tall stem", "~ .3,0 .1,.35 .04,.7 .14,.96 .36,1 .52,.86 .46,.68 .26,.66 .06,.8"),
  style(7, "crossed, curved", "~ .02,.08 .3,.03 .6,.05 ~ .42,.4 .3,.7 .24,1", "- .1,.52 .56,.46"),
];

function style(digit: number, name: string, ...strokes: string[]): Style {
  return { digit, name, strokes };
}
