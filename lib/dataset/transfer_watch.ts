/**
 * Patience with a server: how long a transfer may bring nothing, or next to nothing.
 *
 * @module
 */

/** The slowest transfer that is waited for, in bytes per second. */
const SLOWEST_BYTES_PER_SECOND = 1000;

/** When a transfer is given up. */
export interface TransferPatience {
  /** It must bring something in every stretch of so many milliseconds. */
  stallTimeoutMs: number;
  /** And so many bytes per second, averaged over such a stretch. Default 1,000. */
  minBytesPerSecond?: number;
}

/** Watches one transfer; `signal` aborts when patience ends. */
export interface TransferWatch {
  readonly signal: AbortSignal;
  /** Starts the first stretch anew: the server has answered. */
  restart(): void;
  /** Takes note of bytes that arrived. */
  count(bytes: number): void;
  /** Ends the watch. */
  stop(): void;
}

/** What a transfer must bring in every stretch. */
export function leastBytes(
  { stallTimeoutMs, minBytesPerSecond = SLOWEST_BYTES_PER_SECOND }: TransferPatience,
): number {
  return Math.max(1, minBytesPerSecond * stallTimeoutMs / 1000);
}

/**
 * Starts to watch a transfer. A server that drips, a byte now and then, is no better than one that is
 * silent, and a timer that every byte winds up would wait for it for weeks.
 */
export function watchTransfer(patience: TransferPatience): TransferWatch {
  const { stallTimeoutMs } = patience;
  const controller = new AbortController();
  const wanted = leastBytes(patience);
  let received = 0;
  const judge = () => {
    if (received < wanted) {
      const came = received === 0 ? "no data for" : `${received} bytes in`;
      controller.abort(new Error(`${came} ${stallTimeoutMs / 1000} s`));
    }
    received = 0;
  };
  let timer = setInterval(judge, stallTimeoutMs);
  return {
    signal: controller.signal,
    restart() {
      clearInterval(timer);
      timer = setInterval(judge, stallTimeoutMs);
    },
    count: (bytes) => received += bytes,
    stop: () => clearInterval(timer),
  };
}
