/**
 * Protobuf messages, described by the field numbers of their public specification.
 *
 * @module
 */
import protobuf from "protobufjs/light.js";

/**
 * The fields of a message: type and number; `*` marks a repeated field, `?` one of a `oneof`, which is written
 * also where it is 0.
 */
export type MessageFields = Record<string, [type: string, id: number]>;

/** Makes, once it is asked for, the codec of the message `root`. */
export function lazyMessageType(
  messages: Record<string, MessageFields>,
  root: string,
): () => protobuf.Type {
  let type: protobuf.Type | undefined;
  return () => type ??= protobuf.Root.fromJSON({ nested: toNested(messages) }).lookupType(root);
}

function toNested(messages: Record<string, MessageFields>) {
  return Object.fromEntries(
    Object.entries(messages).map(([name, fields]) => [name, {
      fields: Object.fromEntries(
        Object.entries(fields).map(([field, description]) => [field, toField(description)]),
      ),
      oneofs: Object.fromEntries(
        Object.keys(fields).filter((field) => fields[field][0].endsWith("?"))
          .map((field) => [`${field}Choice`, { oneof: [field] }]),
      ),
    }]),
  );
}

function toField([type, id]: MessageFields[string]) {
  if (type.endsWith("*")) return { rule: "repeated", type: type.slice(0, -1), id };
  return { type: type.replace("?", ""), id };
}
