/**
 * Who is let in, and what a worker refuses: TLS and passwords, paths outside its roots, jobs that are none.
 *
 * @module
 */
import { join } from "@std/path";
import { connectQueue } from "../../lib/queue/connect.ts";
import { waitUntil } from "../drills/drill.ts";
import { RunningCommand } from "./processes.ts";
import { findPort, prepareTls, RedisServer } from "./redis.ts";

const PASSWORD = "drill-secret";

/** What was accepted that must not be, and the other way round. */
export async function drillRefusals(folder: string): Promise<string[]> {
  const port = findPort(), plainPort = findPort(), lost: string[] = [];
  const { ca, args } = await prepareTls(folder, port);
  const redis = await RedisServer.start(join(folder, "redis"), plainPort, [
    ...args,
    ...["--requirepass", PASSWORD],
  ]);
  const [inside, outside] = [join(folder, "inside"), join(folder, "outside")];
  await Deno.mkdir(inside);
  await Deno.mkdir(outside);
  await Deno.symlink(outside, join(inside, "way-out"));
  const start = (url: string, env: Record<string, string>) =>
    new RunningCommand("worker", ["--queue", url, "--root", inside, "--json"], env);
  const trusted = { DENO_CERT: ca }, host = `localhost:${port}`;
  const refused: [string, Record<string, string>, RegExp][] = [
    [`rediss://:${PASSWORD}@${host}`, {}, /certificate/],
    [`rediss://:wrong@${host}`, trusted, /WRONGPASS/],
    [`rediss://${host}`, trusted, /NOAUTH/],
  ];
  for (const [url, env, reason] of refused) {
    const worker = start(url, env), code = await worker.finish();
    const isOneLine = /^worker: --queue rediss:[^\n]+\n$/.test(worker.stderr);
    if (
      code !== 2 || !isOneLine || !reason.test(worker.stderr) || /wrong|secret/.test(worker.stderr)
    ) {
      lost.push(`${url}: ${code}, ${worker.stderr}`);
    }
  }
  const worker = start(`rediss://${host}`, { ...trusted, REDISCLI_AUTH: PASSWORD });
  await waitUntil(() => Promise.resolve(/waiting for jobs/.test(worker.stderr)), 20);
  lost.push(
    ...await sendBadJobs({
      worker,
      inside,
      outside,
      url: `redis://:${PASSWORD}@127.0.0.1:${plainPort}`,
    }),
  );
  await worker.kill("SIGINT");
  await redis.stop();
  return lost;
}

interface Place {
  worker: RunningCommand;
  inside: string;
  outside: string;
  url: string;
}

/** Every job must fail for its own reason, and the worker must live on. */
async function sendBadJobs({ worker, inside, outside, url }: Place): Promise<string[]> {
  const predict = {
    ...{ kind: "predict", weightsSha256: "0".repeat(64), multi: false, threshold: 0 },
    pictures: [{ name: "a", path: join(inside, "a.png") }],
  };
  const jobs: [string, unknown, RegExp][] = [
    ["outside", { ...predict, model: outside }, /expected a path inside .*, got one outside/],
    ["link", { ...predict, model: join(inside, "way-out") }, /expected a path inside .*outside/],
    ["up", { ...predict, model: `${inside}/../outside` }, /expected a path inside .*outside/],
    ["none", { ...predict, model: join(inside, "x") }, /expected a path inside .*, found none/],
    ["code", { ...predict, model: inside, code: "Deno.exit()" }, /job: expected kind, .*"code"/],
    ["kind", { kind: "eval" }, /job: kind: expected run or predict, got "eval"/],
    ["run", { kind: "run", spec: {} }, /job\.spec: network: expected lenet1/],
  ];
  const connection = await connectQueue(url), lost: string[] = [];
  for (const [id, data] of jobs) await connection.queue.add("bad", data, { jobId: id });
  await waitUntil(() => Promise.resolve(worker.lines.length >= jobs.length), 20);
  const reports = worker.lines.map(({ text }) => JSON.parse(text));
  for (const [id, , reason] of jobs) {
    const failure = reports.find((report) => report.id === id)?.failure ?? "";
    if (!reason.test(failure)) lost.push(`${id}: ${failure || "accepted"}`);
  }
  await connection.close();
  return lost;
}
