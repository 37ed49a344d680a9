import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { createTrainingProgress, formatDuration } from "../../lib/cli/progress.ts";

/** A stand-in for stderr that keeps what is written. */
function createStream(isTTY: boolean) {
  const stream = new Writable({
    write(chunk, _, done) {
      written += chunk;
      done();
    },
  });
  let written = "";
  return Object.assign(stream, { isTTY, read: () => written });
}

const RUN = { epochs: 12, imagesPerEpoch: 55_000 };
const STATE = {
  epoch: 3,
  imagesDone: 27_500,
  loss: 0.05123,
  accuracy: 0.98411,
  imagesPerSecond: 6_412.4,
};
const STATE_LINE = "epoch  3/12  loss 0.0512  accuracy 98.41%  6,412 images/s  1:22 left";
const SUMMARY = {
  epoch: 3,
  trainLoss: 0.0412,
  validationAccuracy: 0.989,
  imagesPerSecond: 6_400,
};
const SUMMARY_LINE = "epoch  3/12  loss 0.0412  validation accuracy 98.90%  6,400 images/s\n";

Deno.test("createTrainingProgress() writes plain lines where there is no terminal", () => {
  const stream = createStream(false);
  const progress = createTrainingProgress({ ...RUN, stream, lineIntervalMs: 0 });
  progress.update(STATE);
  progress.epochDone(SUMMARY);
  progress.stop();
  assert.equal(stream.read(), `${STATE_LINE}\n${SUMMARY_LINE}`);
});

Deno.test("createTrainingProgress() waits between plain lines, but reports every epoch", () => {
  const stream = createStream(false);
  const progress = createTrainingProgress({ ...RUN, stream, lineIntervalMs: 60_000 });
  for (let i = 0; i < 1000; i++) progress.update({ ...STATE, imagesDone: i });
  progress.epochDone(SUMMARY);
  progress.epochDone({ ...SUMMARY, epoch: 4 });
  assert.equal(stream.read(), SUMMARY_LINE + SUMMARY_LINE.replace(" 3/", " 4/"));
});

Deno.test("createTrainingProgress() draws a bar of the whole run in a terminal, within 80 columns", () => {
  const stream = createStream(true);
  const progress = createTrainingProgress({ ...RUN, stream });
  progress.update({ ...STATE, imagesPerSecond: 12_345 });
  progress.stop();
  const bar = stream.read().match(/[█░]+ epoch.*left/)?.[0];
  assert.equal(
    bar,
    "██░░░░░░ epoch  3/12  loss 0.0512  accuracy 98.41%  12,345 images/s  0:43 left",
  );
  assert.ok(bar.length <= 80);
});

Deno.test("createTrainingProgress() takes the bar away for an epoch's line and draws it again", () => {
  const stream = createStream(true);
  const progress = createTrainingProgress({ ...RUN, stream });
  progress.update(STATE);
  progress.epochDone(SUMMARY);
  progress.update({ ...STATE, epoch: 4, imagesDone: 0 });
  progress.stop();
  const [beforeLine, afterLine] = stream.read().split(SUMMARY_LINE);
  const clearLine = "\x1b[2K";
  assert.ok(beforeLine.endsWith(clearLine), "the bar is cleared before the line");
  assert.ok(afterLine.includes("██░░░░░░ epoch  4/12"), afterLine);
  assert.ok(afterLine.endsWith(clearLine), "nothing of the bar stays at the end");
});

Deno.test("createTrainingProgress() may be stopped before it started, and twice", () => {
  for (const isTTY of [true, false]) {
    const stream = createStream(isTTY);
    const progress = createTrainingProgress({ ...RUN, stream });
    progress.stop();
    progress.stop();
    assert.equal(stream.read(), "");
  }
});

Deno.test("formatDuration() counts minutes, hours, and admits what it does not know", () => {
  assert.equal(formatDuration(0), "0:00");
  assert.equal(formatDuration(4.2), "0:05");
  assert.equal(formatDuration(59.5), "1:00");
  assert.equal(formatDuration(3_599), "59:59");
  assert.equal(formatDuration(3_661), "1:01:01");
  assert.equal(formatDuration(Infinity), "?");
  assert.equal(formatDuration(NaN), "?");
});
