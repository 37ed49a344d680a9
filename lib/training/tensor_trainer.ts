/**
 * Trains a model through tfjs op by op, on whatever backend is current: for models that the compiled
 * engine does not know, and for GPUs. Same recipe, same events as trainer.ts.
 *
 * @module
 */
import { createEpochOrder, gatherDigits } from "../dataset/batches.ts";
import { CLASS_COUNT, DIGIT_SIZE, type Digits } from "../dataset/digits.ts";
import { createWarper } from "../engine/warp_digits.ts";
import { tf } from "../model/backend.ts";
import { mixSeeds } from "../random.ts";
import type { EpochRecord, Progress, TrainingEvent } from "./events.ts";
import { createOneCycle } from "./schedule.ts";
import { scorePredictions } from "./scores.ts";
import { createTensorState, type TensorState } from "./tensor_state.ts";
import type { TrainerOptions, TrainingData } from "./trainer.ts";

/** Digits validated at a time. */
const VALIDATION_BATCH = 500;

/** Turns a batch's ink bytes into floats, warped or not; `first` is its position in the epoch. */
type Loader = (batch: Digits, at: { epoch: number; first: number }) => Float32Array;

/**
 * Trains; see {@link trainCompiled}. Differences: dropout draws from tfjs's own generator, so that runs
 * with dropout do not repeat; `workers` is ignored.
 */
export async function* trainByTensors(
  model: tf.LayersModel,
  data: TrainingData,
  options: TrainerOptions,
): AsyncGenerator<TrainingEvent, void> {
  const { recipe, resumeFrom, signal } = options;
  const stepsPerEpoch = Math.ceil(data.train.count / recipe.batchSize);
  const learningRates = createOneCycle(stepsPerEpoch * recipe.epochs, recipe);
  const load = await createLoader(options);
  const state = createTensorState(model, recipe);
  const history: EpochRecord[] = [...resumeFrom?.history ?? []];
  if (resumeFrom) state.write(resumeFrom.state, resumeFrom.stepsDone);
  let step = resumeFrom?.stepsDone ?? 0, position = resumeFrom?.position ?? 0;
  const totals = { lossSum: 0, correct: 0, ...resumeFrom?.totals };
  const progressMs = options.progressMs ?? 100;

  try {
    for (let epoch = resumeFrom?.epochsDone ?? 0; epoch < recipe.epochs; epoch++) {
      const order = createEpochOrder(data.train.count, { seed: recipe.seed, epoch });
      const startMs = performance.now(), startPosition = position;
      let reportMs = startMs;
      while (position < order.length) {
        if (signal?.aborted) {
          const checkpoint = {
            ...{ recipe, workers: options.workers, model: options.modelOptions ?? null },
            ...{ epochsDone: epoch, stepsDone: step, position, totals: { ...totals }, history },
            state: await state.read(),
          };
          state.useAverage();
          return yield { type: "stopped", checkpoint };
        }
        const batch = gatherDigits(
          data.train,
          order.subarray(position, position + recipe.batchSize),
        );
        const ink = load(batch, { epoch, first: position });
        const result = await trainStep(model, batch, { ink, state, rate: learningRates[step] });
        totals.lossSum += result.loss * batch.count;
        totals.correct += result.correct;
        position += batch.count;
        step++;
        if (performance.now() - reportMs < progressMs) continue;
        reportMs = performance.now();
        const seconds = (reportMs - startMs) / 1000;
        const progress: Progress = {
          ...{ epoch: epoch + 1, imagesDone: position, imagesPerEpoch: order.length },
          loss: totals.lossSum / position,
          accuracy: totals.correct / position,
          learningRate: learningRates[step - 1],
          imagesPerSecond: (position - startPosition) / seconds,
        };
        yield { type: "progress", progress };
      }
      const trainSeconds = (performance.now() - startMs) / 1000;
      const validation = await state.withAverage(() => validate(model, data.validation));
      const record: EpochRecord = {
        epoch: epoch + 1,
        trainLoss: totals.lossSum / order.length,
        trainAccuracy: totals.correct / order.length,
        validationLoss: validation.loss,
        validationAccuracy: validation.accuracy,
        learningRate: learningRates[step - 1],
        imagesPerSecond: (order.length - startPosition) / trainSeconds,
        seconds: (performance.now() - startMs) / 1000,
      };
      history.push(record);
      position = totals.lossSum = totals.correct = 0;
      yield { type: "epoch", record };
    }
    state.useAverage();
    yield { type: "done", history };
  } finally {
    state.dispose();
  }
}

async function createLoader({ recipe }: TrainerOptions): Promise<Loader> {
  const { augmentation, seed } = recipe;
  if (!augmentation) return ({ images }) => toInk(images);
  const warp = await createWarper(augmentation, seed);
  return ({ images }, { epoch, first }) =>
    warp(images, (index) => mixSeeds(seed, epoch, first + index));
}

function toInk(images: Uint8Array): Float32Array {
  return Float32Array.from(images, (byte) => byte / 255);
}

/** One step: gradients by tfjs, update by the state. */
async function trainStep(
  model: tf.LayersModel,
  batch: Digits,
  { ink, state, rate }: { ink: Float32Array; state: TensorState; rate: number },
): Promise<{ loss: number; correct: number }> {
  const figures = tf.tidy(() => {
    const x = toTensor(ink), labels = tf.tensor1d(batch.labels, "int32");
    let hits: tf.Tensor | undefined;
    const { value, grads } = tf.variableGrads(() => {
      const probabilities = model.apply(x, { training: true }) as tf.Tensor2D;
      hits = tf.keep(tf.sum(tf.equal(tf.argMax(probabilities, 1), labels)));
      return crossEntropy(probabilities, labels);
    });
    state.update(grads, rate);
    const both = tf.stack([value, tf.cast(hits!, "float32")]);
    hits!.dispose();
    return both;
  });
  const [loss, correct] = await figures.data();
  figures.dispose();
  return { loss, correct };
}

function crossEntropy(probabilities: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  const truth = tf.oneHot(labels, CLASS_COUNT);
  const logs = tf.log(tf.maximum(probabilities, 1e-30));
  return tf.neg(tf.mean(tf.sum(tf.mul(truth, logs), 1)));
}

async function validate(model: tf.LayersModel, digits: Digits) {
  const probabilities = new Float32Array(digits.count * CLASS_COUNT);
  const size = DIGIT_SIZE * DIGIT_SIZE;
  for (let start = 0; start < digits.count; start += VALIDATION_BATCH) {
    const images = digits.images.subarray(start * size, (start + VALIDATION_BATCH) * size);
    const output = tf.tidy(() => model.predict(toTensor(toInk(images))) as tf.Tensor);
    probabilities.set(await output.data(), start * CLASS_COUNT);
    output.dispose();
  }
  return scorePredictions(digits.labels, probabilities);
}

function toTensor(ink: Float32Array): tf.Tensor4D {
  return tf.tensor4d(ink, [ink.length / DIGIT_SIZE ** 2, DIGIT_SIZE, DIGIT_SIZE, 1]);
}
