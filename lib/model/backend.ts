/**
 * Picks and prepares the tfjs backend.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

// Checks for NaN at every op and a banner recommending Node's native backend: off.
tf.enableProdMode();

export { tf };
