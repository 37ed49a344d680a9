/**
 * The stop button. Without a listener it ends the kernel and loses its state; with one it is a request.
 *
 * @module
 */
import { inJupyter } from "./kernel_output.ts";

const callbacks = new Set<() => void>();

/**
 * Calls back when the stop button is pressed (Ctrl-C outside Jupyter).
 *
 * @returns A function that removes the listener.
 */
export function onInterrupt(callback: () => void): () => void {
  listen();
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size === 0 && !inJupyter()) stopListening();
  };
}

let forgetSignal = () => {};

/**
 * A signal that the stop button aborts, once: the next press is for whatever runs then. Take a new signal
 * for each piece of work; that releases the previous one.
 */
export function stopSignal(): AbortSignal {
  releaseStopSignal();
  const controller = new AbortController();
  forgetSignal = onInterrupt(() => {
    releaseStopSignal();
    controller.abort();
  });
  return controller.signal;
}

/** Releases the stop button when the work that took {@link stopSignal} has ended. */
export function releaseStopSignal(): void {
  forgetSignal();
  forgetSignal = () => {};
}

/** Lets the kernel, with all its state, survive the stop button; does nothing outside Jupyter. */
export function surviveInterrupts(): void {
  if (inJupyter()) listen();
}

/** Signals that come so soon after another are echoes of it, not a press of their own. */
const ECHO_MS = 1000;

let lastMs = -Infinity;

function handleInterrupt(): void {
  const isEcho = performance.now() - lastMs < ECHO_MS;
  if (isEcho) return;
  lastMs = performance.now();
  if (callbacks.size === 0) {
    console.error("This cell does not listen to the stop button; restart the kernel to end it.");
  }
  for (const callback of [...callbacks]) callback();
}

let listening = false;

function listen(): void {
  if (listening) return;
  Deno.addSignalListener("SIGINT", handleInterrupt);
  listening = true;
}

function stopListening(): void {
  Deno.removeSignalListener("SIGINT", handleInterrupt);
  listening = false;
}
