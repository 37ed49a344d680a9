import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { type SocketType, ZmtpSocket } from "../../lib/jupyter/zmtp.ts";

/** The peer's half of the handshake, as ZeroMQ's libzmq 4.3 sends it for a ROUTER. */
const PEER_GREETING = Buffer.from(
  "ff00000000000000017f03004e554c4c" + "00".repeat(48) +
    "0429055245414459" + "0b536f636b65742d54797065" + "00000006524f55544552" +
    "084964656e7469747900000000",
  "hex",
);

/** A peer that answers a client's handshake, then sends the chunks; gives back what it was sent. */
async function meetPeer<T>(
  chunks: readonly Uint8Array[],
  act: (socket: ZmtpSocket) => Promise<T>,
  type: SocketType = "DEALER",
): Promise<{ result: T; received: Buffer }> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serve = async () => {
    using connection = await listener.accept();
    await connection.write(PEER_GREETING);
    for (const chunk of chunks) {
      await connection.write(chunk);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await connection.closeWrite();
    const received = [];
    for await (const bytes of connection.readable) received.push(bytes);
    return Buffer.concat(received);
  };
  const served = serve();
  const socket = await ZmtpSocket.connect(type, listener.addr.port, AbortSignal.timeout(5000));
  const result = await act(socket);
  socket.close();
  listener.close();
  return { result, received: await served };
}

const readAll = async (socket: ZmtpSocket) => {
  const messages = [];
  for await (const frames of socket.messages()) messages.push(frames.map(String));
  return messages;
};

Deno.test("ZmtpSocket shakes hands as a ZeroMQ dealer", async () => {
  const { received } = await meetPeer([], readAll);
  const signature = received.subarray(0, 12).toString("hex");
  assert.equal(signature, "ff00000000000000007f0300");
  assert.equal(received.subarray(12, 32).toString("latin1"), "NULL".padEnd(20, "\0"));
  assert.equal(
    received.subarray(64).toString("latin1"),
    "\x04\x1c\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER",
  );
});

Deno.test("ZmtpSocket subscribes to everything as a subscriber", async () => {
  const { received } = await meetPeer([], readAll, "SUB");
  assert.equal(received.subarray(-3).toString("hex"), "000101");
});

Deno.test("ZmtpSocket.messages() joins frames, however they are cut into packets", async () => {
  const long = "x".repeat(70_000);
  const bytes = Buffer.concat([
    Buffer.from("010141010000024243", "hex"), // "A", "", "BC" in three frames
    Buffer.from("\x04\x04PING"), // a command
    Buffer.from("\x02\x00\x00\x00\x00\x00\x01\x11\x70", "latin1"),
    Buffer.from(long),
  ]);
  const expected = [["A", "", "BC"], [long]];
  assert.deepEqual((await meetPeer([bytes], readAll)).result, expected);
  const cuts = [
    bytes.subarray(0, 1),
    bytes.subarray(1, 12),
    bytes.subarray(12, 19),
    bytes.subarray(19),
  ];
  assert.deepEqual((await meetPeer(cuts, readAll)).result, expected);
});

Deno.test("ZmtpSocket.send() writes short and long frames of a message", async () => {
  const frames = [Buffer.from("id"), Buffer.alloc(255, "s"), Buffer.alloc(256, "l")];
  const { received } = await meetPeer([], (socket) => socket.send(frames));
  const message = received.subarray(64 + 30);
  assert.deepEqual(
    message,
    Buffer.concat([
      Buffer.from("\x01\x02id"),
      Buffer.from([1, 255]),
      frames[1],
      Buffer.from([2, 0, 0, 0, 0, 0, 0, 1, 0]),
      frames[2],
    ]),
  );
});

Deno.test("ZmtpSocket.connect() waits for a peer, and gives up when told to", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  await assert.rejects(ZmtpSocket.connect("DEALER", port, AbortSignal.timeout(150)), {
    name: "TimeoutError",
  });
});
