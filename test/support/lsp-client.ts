// A real client and the real server joined by two in-memory streams. Tests wait for messages, never for time.
import { PassThrough } from "node:stream";
import {
  CancellationTokenSource,
  createMessageConnection,
  ErrorCodes,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type InitializeParams,
  type MessageConnection,
  ResponseError,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import type { FileSource } from "../../server/src/files/file-source";
import type { Clock } from "../../server/src/files/clock";
import { processClock } from "../../server/src/files/clock.node";
import { NO_FILES } from "../../server/src/files/file-source";
import { Inbox } from "../../server/src/lsp/inbox";
import { startServer } from "../../server/src/lsp/server";

/** What a client of a certain editor can do. */
export type Capabilities = InitializeParams["capabilities"];

/** A client that can do what VS Code can, as far as the server cares. */
export const FULL_CLIENT: Capabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    diagnostic: { dynamicRegistration: false, relatedDocumentSupport: true },
    publishDiagnostics: { relatedInformation: true },
    hover: { contentFormat: ["markdown", "plaintext"] },
    completion: {
      completionItem: {
        snippetSupport: true,
        documentationFormat: ["markdown", "plaintext"],
        labelDetailsSupport: true,
      },
    },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source.fixAll"] } } },
  },
};

/** How a session starts. */
export interface SessionOptions {
  readonly capabilities?: Capabilities;
  readonly source?: FileSource;
  readonly clock?: Clock;
  readonly folders?: readonly string[];
  readonly initializationOptions?: unknown;
  /** Further parameters of `initialize`, of any shape. */
  readonly initialize?: Readonly<Record<string, unknown>>;
  /** The section `istioEgress`, for clients that are asked for it. */
  readonly settings?: unknown;
}

/** A message of the server that answers nothing. */
export interface Received {
  readonly method: string;
  readonly params: unknown;
}

/** A started session. */
export interface Session {
  readonly connection: MessageConnection;
  /** The answer to `initialize`. */
  readonly initialized: { readonly capabilities: Readonly<Record<string, unknown>> };
  open(uri: string, text: string): Promise<void>;
  change(uri: string, version: number, text: string): Promise<void>;
  /** The next diagnostics that the server pushes for a document. */
  pushed(uri: string): Promise<PublishDiagnosticsParams>;
  /** The next request of the server to pull diagnostics again. */
  refreshed(): Promise<void>;
  /** The next message of a method that the server sends by itself. */
  next(method: string): Promise<unknown>;
  /** All messages that the server has sent by itself, oldest first. */
  readonly received: readonly Received[];
  /** The diagnostics of a document, asked for. */
  pull(uri: string): Promise<readonly Diagnostic[]>;
  /** Something to cancel a request with. */
  cancelled(): CancellationTokenSource;
  end(): Promise<void>;
}

/** Starts the server and a client, and initializes them. */
export async function startSession(options: SessionOptions = {}): Promise<Session> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const inbox = new Inbox();
  startServer({
    connection: createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
      inbox.connectionOptions,
    ),
    inbox,
    source: options.source ?? NO_FILES,
    clock: options.clock ?? processClock,
    version: "0.0.0",
  });
  const connection = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const received: Received[] = [];
  const waiting: { readonly isIt: (message: Received) => boolean; readonly done: (params: unknown) => void }[] = [];
  const take = (method: string, params: unknown): void => {
    received.push({ method, params });
    for (const wait of waiting.filter(({ isIt }) => isIt({ method, params }))) {
      waiting.splice(waiting.indexOf(wait), 1);
      wait.done(params);
    }
  };
  const next = (isIt: (message: Received) => boolean): Promise<unknown> =>
    new Promise((done) => waiting.push({ isIt, done }));
  connection.onRequest("workspace/configuration", (params: { items: unknown[] }) =>
    params.items.map(() => options.settings ?? null),
  );
  let isInitialized = false;
  connection.onRequest((method, params) => {
    // VS Code does the same: before it knows the server, it knows no requests of it.
    if (!isInitialized) throw new ResponseError(ErrorCodes.MethodNotFound, `Unhandled method ${method}`);
    take(method, params);
    return null;
  });
  connection.onNotification((method, params) => {
    take(method, params);
  });
  connection.onUnhandledProgress((params) => {
    take("$/progress", params);
  });
  connection.listen();
  const initialized = await connection.sendRequest<Session["initialized"]>("initialize", {
    processId: null,
    rootUri: null,
    capabilities: options.capabilities ?? FULL_CLIENT,
    workspaceFolders: (options.folders ?? []).map((uri) => ({ uri, name: uri })),
    initializationOptions: options.initializationOptions,
    ...options.initialize,
  });
  isInitialized = true;
  await connection.sendNotification("initialized", {});
  return {
    connection,
    initialized,
    open: (uri, text) =>
      connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri, languageId: "yaml", version: 1, text },
      }),
    change: (uri, version, text) =>
      connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      }),
    // The server is typed, so what comes under this name has the shape of it.
    pushed: (uri) =>
      next(
        ({ method, params }) =>
          method === "textDocument/publishDiagnostics" && (params as PublishDiagnosticsParams).uri === uri,
      ) as Promise<PublishDiagnosticsParams>,
    refreshed: async () => {
      await next(({ method }) => method === "workspace/diagnostic/refresh");
    },
    next: (awaited) => next(({ method }) => method === awaited),
    received,
    pull: async (uri) => {
      const report: DocumentDiagnosticReport = await connection.sendRequest("textDocument/diagnostic", {
        textDocument: { uri },
      });
      return report.kind === "full" ? report.items : [];
    },
    cancelled: () => new CancellationTokenSource(),
    end: async () => {
      await connection.sendRequest("shutdown");
      connection.dispose();
      toServer.end();
      toClient.end();
    },
  };
}
