import assert from "node:assert/strict";
import { join } from "@std/path";
import { createEventLog } from "../../lib/interchange/event_log.ts";
import { frameRecord } from "../../lib/interchange/event_record.ts";
import { crc32c, readEventLogs, readRecords } from "./read_event_log.ts";

async function withFolder(check: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await check(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

Deno.test("the reader's CRC-32C is that of the published vectors (RFC 3720, B.4)", () => {
  assert.equal(crc32c(bytesOf("123456789")), 0xe3069283);
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assert.equal(crc32c(new Uint8Array(32).fill(255)), 0x62a8ab43);
});

Deno.test("frameRecord() frames data of any length as a TFRecord", () => {
  for (const text of ["", "x", "a longer one ".repeat(40), "ÿ\0"]) {
    const data = bytesOf(text), record = frameRecord(data);
    assert.equal(record.length, data.length + 16);
    assert.deepEqual([...readRecords(record)], [data]);
  }
});

Deno.test("createEventLog() writes scalars that another reader finds, while the log is open", async () => {
  await withFolder(async (dir) => {
    const before = Date.now() / 1000, folder = join(dir, "runs", "first");
    const log = await createEventLog(folder);
    await log.write(1, { loss: 2.5, "learning rate": 0.001 });
    await log.write(2, { accuracy: 0, loss: -0 });
    await log.write(3_000_000_000, { loss: -0.5 });
    const [version, start, ...rest] = await readEventLogs(folder);
    assert.equal(version.fileVersion, "brain.Event:2");
    assert.deepEqual([start.sessionStatus, start.step], [1, 0]);
    assert.deepEqual(
      rest.map(({ step, values }) => [step, values]),
      [
        [1, { loss: 2.5, "learning rate": Math.fround(0.001) }],
        [2, { accuracy: 0, loss: -0 }],
        [3_000_000_000, { loss: -0.5 }],
      ],
    );
    for (const { wallTime } of rest) {
      assert.ok(wallTime! >= before && wallTime! <= Date.now() / 1000);
    }
    await log.close();
  });
});

Deno.test("createEventLog() adds a file to a folder that has one, which voids what came from its first step on", async () => {
  await withFolder(async (dir) => {
    const first = await createEventLog(dir);
    await first.write(5, { loss: 1 });
    await first.close();
    await new Promise((resolve) => setTimeout(resolve, 2)); // files are named by the millisecond
    const second = await createEventLog(dir, { firstStep: 4 });
    await second.write(4, { loss: 2 });
    await second.close();
    const events = await readEventLogs(dir);
    const starts = events.filter(({ sessionStatus }) => sessionStatus === 1);
    assert.deepEqual(starts.map(({ step }) => step), [0, 4]);
    assert.deepEqual(events.at(-1)!.values, { loss: 2 });
  });
});

Deno.test("createEventLog() answers a file in the folder's place by one line", async () => {
  await withFolder(async (dir) => {
    const file = join(dir, "file");
    await Deno.writeTextFile(file, "no folder");
    for (const path of [file, join(file, "below")]) {
      await assert.rejects(createEventLog(path), {
        name: "InputError",
        message: /(file|below): expected a folder that can be written: [^\n]+$/,
      });
    }
  });
});
