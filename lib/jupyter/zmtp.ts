/**
 * As much of ZeroMQ's transport protocol, ZMTP 3.0 over TCP, as a Jupyter client needs.
 *
 * The zeromq package does all of it, but as of version 6.8 its native code crashes Deno when a kernel
 * ends while it is connected, which is just when its last words matter.
 *
 * @module
 */
import { Buffer } from "node:buffer";

/** What a client talks to: requests and replies go by a dealer, news come by a subscriber. */
export type SocketType = "DEALER" | "SUB";

const HOSTNAME = "127.0.0.1";
const RETRY_MS = 50;
/** Signature, version 3.0, mechanism "NULL", not a server, filler: 64 bytes. */
const GREETING = Buffer.alloc(64);
GREETING.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0]);
GREETING.write("NULL", 12);
/** Flags of a frame. */
const MORE = 1, LONG = 2, COMMAND = 4;
/** A subscription to everything: a message of its own to the publisher. */
const SUBSCRIPTION = Buffer.of(1);

/** A connection to one ZeroMQ socket. */
export class ZmtpSocket {
  readonly #connection: Deno.TcpConn;
  #received: Buffer = Buffer.alloc(0);
  #lastWrite: Promise<void> = Promise.resolve();

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /** Connects, trying again until somebody listens at the port or `signal` is aborted. */
  static async connect(type: SocketType, port: number, signal: AbortSignal): Promise<ZmtpSocket> {
    const socket = new ZmtpSocket(await connectPatiently(port, signal));
    await socket.#write(GREETING);
    await socket.#write(encodeFrame(encodeReady(type), COMMAND));
    await socket.#read(GREETING.length);
    if (type === "SUB") await socket.send([SUBSCRIPTION]);
    return socket;
  }

  /** Sends a message of one or more frames. */
  async send(frames: readonly Uint8Array[]): Promise<void> {
    const last = frames.length - 1;
    await this.#write(Buffer.concat(frames.map((f, i) => encodeFrame(f, i < last ? MORE : 0))));
  }

  /** Receives messages until the connection ends, on whichever side. */
  async *messages(): AsyncGenerator<Buffer[]> {
    try {
      let frames: Buffer[] = [];
      while (true) {
        const { flags, body } = await this.#readFrame();
        if (flags & COMMAND) continue; // the peer's own READY, which asks nothing of a client
        frames.push(body);
        if (flags & MORE) continue;
        yield frames;
        frames = [];
      }
    } catch (error) {
      if (!isDisconnection(error)) throw error;
    }
  }

  /** Ends the connection; calling it again is free. */
  close(): void {
    try {
      this.#connection.close();
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }

  async #readFrame(): Promise<{ flags: number; body: Buffer }> {
    const [flags] = await this.#read(1);
    const size = flags & LONG
      ? Number((await this.#read(8)).readBigUInt64BE())
      : (await this.#read(1))[0];
    return { flags, body: await this.#read(size) };
  }

  /** Takes the next `size` bytes off the stream. */
  async #read(size: number): Promise<Buffer> {
    const chunks = [this.#received];
    let length = this.#received.length;
    while (length < size) {
      const chunk = Buffer.alloc(65_536);
      const count = await this.#connection.read(chunk);
      if (count === null) throw new Deno.errors.UnexpectedEof("the connection ended");
      chunks.push(chunk.subarray(0, count));
      length += count;
    }
    const bytes = chunks.length === 1 ? this.#received : Buffer.concat(chunks);
    this.#received = bytes.subarray(size);
    return bytes.subarray(0, size);
  }

  /** Writes after what is being written. */
  #write(bytes: Uint8Array): Promise<void> {
    const write = async () => {
      for (let sent = 0; sent < bytes.length;) {
        sent += await this.#connection.write(bytes.subarray(sent));
      }
    };
    return this.#lastWrite = this.#lastWrite.then(write);
  }
}

async function connectPatiently(port: number, signal: AbortSignal): Promise<Deno.TcpConn> {
  while (true) {
    signal.throwIfAborted();
    try {
      return await Deno.connect({ hostname: HOSTNAME, port });
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function encodeFrame(body: Uint8Array, flags: number): Buffer {
  if (body.length < 256) return Buffer.concat([Buffer.of(flags, body.length), body]);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(body.length));
  return Buffer.concat([Buffer.of(flags | LONG), size, body]);
}

/** The command that ends the handshake, with one property. */
function encodeReady(type: SocketType): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(type.length);
  const texts = ["READY", "Socket-Type"].map((text) => [Buffer.of(text.length), Buffer.from(text)]);
  return Buffer.concat([...texts.flat(), size, Buffer.from(type)]);
}

function isDisconnection(error: unknown): boolean {
  const { UnexpectedEof, BadResource, ConnectionReset, Interrupted } = Deno.errors;
  return [UnexpectedEof, BadResource, ConnectionReset, Interrupted].some((type) =>
    error instanceof type
  );
}
