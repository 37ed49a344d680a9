/**
 * A reader of event logs that shares no code with the writer: TFRecord frames and protobuf by hand.
 *
 * @module
 */
import assert from "node:assert/strict";
import { join } from "@std/path";

/** What a record says. */
export interface ReadEvent {
  wallTime?: number;
  step: number;
  fileVersion?: string;
  values: Record<string, number>;
  sessionStatus?: number;
}

/** The events of all logs of a folder, in the order in which TensorBoard reads them. */
export async function readEventLogs(dir: string): Promise<ReadEvent[]> {
  const files = await Array.fromAsync(Deno.readDir(dir));
  const names = files.map(({ name }) => name).filter((name) => name.includes("tfevents")).sort();
  assert.ok(names.length > 0, `no log in ${dir}`);
  const logs = await Promise.all(names.map((name) => Deno.readFile(join(dir, name))));
  return logs.flatMap((bytes) => [...readRecords(bytes)].map(readEvent));
}

/** The data of each record, with its checksums verified. */
export function* readRecords(bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length;) {
    const length = Number(view.getBigUint64(at, true)), data = at + 12;
    assert.equal(view.getUint32(at + 8, true), mask(crc32c(bytes.subarray(at, at + 8))));
    assert.equal(
      view.getUint32(data + length, true),
      mask(crc32c(bytes.subarray(data, data + length))),
    );
    yield bytes.subarray(data, data + length);
    at = data + length + 4;
  }
}

/** Castagnoli's polynomial, bit by bit. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >>> 1 ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

function mask(crc: number): number {
  const turned = BigInt.asUintN(32, BigInt(crc) << 17n) | BigInt(crc) >> 15n;
  return Number((turned + 0xa282ead8n) % 2n ** 32n);
}

interface Field {
  id: number;
  /** Of varints. */
  number?: number;
  bytes: Uint8Array;
}

function* readFields(message: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1;; factor *= 128) {
      const byte = message[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint(), id = key >>> 3, wire = key & 7;
    if (wire === 0) {
      yield { id, number: varint(), bytes: new Uint8Array() };
      continue;
    }
    assert.ok(wire === 1 || wire === 2 || wire === 5, `wire type ${wire}`);
    const length = wire === 1 ? 8 : wire === 5 ? 4 : varint();
    yield { id, bytes: message.slice(at, at += length) };
  }
}

function readEvent(message: Uint8Array): ReadEvent {
  const event: ReadEvent = { step: 0, values: {} };
  for (const { id, number, bytes } of readFields(message)) {
    if (id === 1) event.wallTime = new DataView(bytes.buffer).getFloat64(0, true);
    if (id === 2) event.step = number!;
    if (id === 3) event.fileVersion = new TextDecoder().decode(bytes);
    if (id === 5) { for (const value of readFields(bytes)) readScalar(value.bytes, event.values); }
    if (id === 7) event.sessionStatus = [...readFields(bytes)][0].number;
  }
  return event;
}

function readScalar(message: Uint8Array, values: Record<string, number>): void {
  const [tag, value] = [...readFields(message)].sort((a, b) => a.id - b.id);
  assert.deepEqual([tag.id, value.id], [1, 2]);
  values[new TextDecoder().decode(tag.bytes)] = new DataView(value.bytes.buffer)
    .getFloat32(0, true);
}
