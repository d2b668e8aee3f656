// The built server as editors run it: a process that is spoken to over its standard input and output, byte by byte where a test wants that.
import { type ChildProcess, spawn } from "node:child_process";

/** A message of the server. */
export interface ServerMessage {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A server that runs. */
export class StdioServer {
  readonly received: ServerMessage[] = [];
  /** What it wrote to standard error. */
  log = "";
  private buffer = Buffer.alloc(0);
  private nextId = 1;
  private readonly waiting = new Map<number | string, (message: ServerMessage) => void>();
  /** Resolves with the exit status once it has ended. */
  readonly ended: Promise<number | null>;

  constructor(private readonly child: ChildProcess) {
    child.stdout?.on("data", (chunk: Buffer) => {
      this.take(chunk);
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.log += text));
    // A server that has ended takes no more input.
    child.stdin?.on("error", () => undefined);
    this.ended = new Promise((resolve) => {
      child.on("close", (status) => {
        for (const done of this.waiting.values()) done({ error: { code: 0, message: "the server has ended" } });
        this.waiting.clear();
        resolve(status);
      });
    });
  }

  get processId(): number | undefined {
    return this.child.pid;
  }

  /** Whether it still runs. */
  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Sends a request and waits for its answer. */
  request(method: string, params?: unknown): Promise<ServerMessage> {
    const id = this.nextId++;
    const answer = new Promise<ServerMessage>((resolve) => this.waiting.set(id, resolve));
    this.send({ id, method, params });
    return answer;
  }

  notify(method: string, params?: unknown): void {
    this.send({ method, params });
  }

  /** Sends a message as it is. */
  send(message: object): void {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  /** Sends bytes that may be no message. */
  write(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Closes the conversation from this side. */
  hangUp(): void {
    this.child.stdin?.end();
  }

  kill(): void {
    this.child.kill("SIGKILL");
  }

  private take(chunk: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    for (;;) {
      const head = this.buffer.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.buffer.subarray(0, head).toString())?.[1] ?? 0);
      if (this.buffer.length < head + 4 + length) return;
      const text = this.buffer.subarray(head + 4, head + 4 + length).toString();
      this.buffer = this.buffer.subarray(head + 4 + length);
      // What the server writes is a message of the protocol.
      this.dispatch(JSON.parse(text) as ServerMessage);
    }
  }

  private dispatch(message: ServerMessage): void {
    this.received.push(message);
    const { id, method } = message;
    if (id === undefined) return;
    if (method === undefined) {
      this.waiting.get(id)?.(message);
      this.waiting.delete(id);
    } else this.send({ id, result: method === "workspace/configuration" ? [null] : null });
  }
}

/** Starts a bundle of the server; `flags` are Node's own. */
export function startStdioServer(bundle: string, flags: readonly string[] = []): StdioServer {
  return new StdioServer(spawn(process.execPath, [...flags, bundle, "--stdio"], { stdio: "pipe" }));
}
