// What happens to messages before anybody handles them: they are counted, so that long work can tell whether somebody waits, requests that
// are cancelled before their turn are answered at once, and a client that leaves out its capabilities counts as one that can do nothing.
import { type ConnectionOptions, LSPErrorCodes, Message } from "vscode-languageserver";

/** The connection's incoming side. */
export class Inbox {
  private seen = 0;

  /** How many messages have come in so far. */
  get count(): number {
    return this.seen;
  }

  /** What the connection must be created with. */
  readonly connectionOptions: ConnectionOptions = {
    connectionStrategy: {
      cancelUndispatched: (message) => {
        if (!Message.isRequest(message)) return undefined;
        const error = { code: LSPErrorCodes.RequestCancelled, message: "cancelled" };
        return { jsonrpc: "2.0", id: message.id, error };
      },
    },
    messageStrategy: {
      handleMessage: (message, next) => {
        this.seen++;
        // The promise that comes back is awaited nowhere: answers are sent by the connection itself.
        void next(Message.isRequest(message) && message.method === "initialize" ? withCapabilities(message) : message);
      },
    },
  };
}

/** The protocol library reads the capabilities of `initialize` before we do, and trusts that they are an object. */
function withCapabilities(message: Message & { params?: unknown }): Message {
  const params: object = typeof message.params === "object" && message.params !== null ? message.params : {};
  const capabilities: unknown = "capabilities" in params ? params.capabilities : undefined;
  const isObject = typeof capabilities === "object" && capabilities !== null;
  return isObject ? message : Object.assign(message, { params: { ...params, capabilities: {} } });
}
