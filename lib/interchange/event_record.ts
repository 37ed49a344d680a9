/**
 * The bytes of TensorBoard's event logs: `Event` messages (field numbers of
 * https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto), each framed as
 * a TFRecord (https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details).
 *
 * @module
 */
// @ts-types="crc-32"
import crc32c from "crc-32/crc32c.js";
import { lazyMessageType, type MessageFields } from "./protobuf_schema.ts";

/** What one record says; times are seconds since 1970. */
export interface LogEvent {
  wallTime: number;
  step?: number;
  /** The first record alone: {@link FILE_VERSION}. */
  fileVersion?: string;
  summary?: { value: ScalarValue[] };
  /** Steps from this event's on, in files before this one, are void. */
  sessionLog?: { status: number };
}

/** A number under its name; stored with the precision of 32 bits. */
export interface ScalarValue {
  tag: string;
  simpleValue: number;
}

/** What the first record of a file says. */
export const FILE_VERSION = "brain.Event:2";

/** `SessionLog.SessionStatus`. */
export const SESSION_START = 1;

const MESSAGES: Record<string, MessageFields> = {
  Event: {
    wallTime: ["double", 1],
    step: ["int64", 2],
    fileVersion: ["string", 3],
    summary: ["Summary", 5],
    sessionLog: ["SessionLog", 7],
  },
  Summary: { value: ["Scalar*", 1] },
  Scalar: { tag: ["string", 1], simpleValue: ["float?", 2] },
  SessionLog: { status: ["int32", 1] },
};

const eventType = lazyMessageType(MESSAGES, "Event");

/** Encodes an event with its frame. */
export function encodeEventRecord(event: LogEvent): Uint8Array<ArrayBuffer> {
  const type = eventType();
  return frameRecord(type.encode(type.fromObject(event)).finish());
}

/** Puts length and checksums around data: 8 bytes of length and 4 of its checksum before, 4 of the data's after. */
export function frameRecord(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const record = new Uint8Array(16 + data.length), view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedChecksum(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedChecksum(data), true);
  return record;
}

/** CRC-32C, turned and shifted: a checksum of data that hold their own checksum would be of little use. */
function maskedChecksum(data: Uint8Array): number {
  const crc = crc32c.buf(data) >>> 0;
  return ((crc >>> 15 | crc << 17) + 0xa282ead8) >>> 0;
}
