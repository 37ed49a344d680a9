/**
 * What a process has used so far.
 *
 * @module
 */
import process from "node:process";

/** Time of cores, which others on the machine do not prolong, in seconds. */
export function coreSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * The most memory that this process has had. Where Linux does not tell it, what it has now; `maxRSS` includes the
 * parent's.
 */
export function peakBytes(): number {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(Deno.readTextFileSync("/proc/self/status"));
    if (peak) return 1024 * Number(peak[1]);
  } catch {
    // Another system.
  }
  return Deno.memoryUsage().rss;
}
