/**
 * Jupyter's wire protocol 5.3: signed messages in ZeroMQ frames.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** A message between a kernel and its client. */
export interface Message {
  header: MessageHeader;
  /** The header of the request that caused this message, empty if none. */
  parent_header: Partial<MessageHeader>;
  // deno-lint-ignore no-explicit-any -- the content differs from type to type
  content: any;
}

/** What identifies a message. */
export interface MessageHeader {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

const DELIMITER = Buffer.from("<IDS|MSG>");

/** Makes a request of the given type. */
export function createRequest(type: string, content: unknown, session: string): Message {
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username: "lenet5",
    date: new Date().toISOString(),
    version: "5.3",
  };
  return { header, parent_header: {}, content };
}

/** Packs a message into frames, signed with the connection's key. */
export function encodeMessage(message: Message, key: string): Buffer[] {
  const parts = [message.header, message.parent_header, {}, message.content]
    .map((part) => Buffer.from(JSON.stringify(part)));
  return [DELIMITER, Buffer.from(sign(parts, key)), ...parts];
}

/**
 * Unpacks frames into a message.
 *
 * @throws {Error} If the signature is not of the connection's key.
 */
export function decodeMessage(frames: readonly Buffer[], key: string): Message {
  const start = frames.findIndex((frame) => frame.equals(DELIMITER));
  const [signature, ...parts] = frames.slice(start + 1, start + 6);
  const expected = Buffer.from(sign(parts, key));
  if (start < 0 || signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
    throw new Error("expected a message signed with the connection's key, got another one");
  }
  const [header, parent_header, _metadata, content] = parts.map((part) =>
    JSON.parse(part.toString())
  );
  return { header, parent_header, content };
}

function sign(parts: readonly Buffer[], key: string): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}
