// A real client and the real server joined by two in-memory streams. Tests wait for messages, never for time.
import { PassThrough } from "node:stream";
import {
  createProtocolConnection,
  type InitializeParams,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import type { FileSource } from "../../server/src/files/file-source";
import { NO_FILES } from "../../server/src/files/file-source";
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
  readonly folders?: readonly string[];
  readonly initializationOptions?: unknown;
  /** The section `istioEgress`, for clients that are asked for it. */
  readonly settings?: unknown;
}

/** A started session. */
export interface Session {
  readonly connection: ProtocolConnection;
  /** The answer to `initialize`. */
  readonly initialized: { readonly capabilities: Readonly<Record<string, unknown>> };
  open(uri: string, text: string): Promise<void>;
  change(uri: string, version: number, text: string): Promise<void>;
  /** The next diagnostics that the server pushes for a document. */
  pushed(uri: string): Promise<PublishDiagnosticsParams>;
  /** The next request of the server to pull diagnostics again. */
  refreshed(): Promise<void>;
  end(): Promise<void>;
}

/** Starts the server and a client, and initializes them. */
export async function startSession(options: SessionOptions = {}): Promise<Session> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  startServer(
    createConnection(ProposedFeatures.all, new StreamMessageReader(toServer), new StreamMessageWriter(toClient)),
    options.source ?? NO_FILES,
    "0.0.0",
  );
  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const waiting = new Map<string, ((params: PublishDiagnosticsParams) => void)[]>();
  const refreshWaiting: (() => void)[] = [];
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("workspace/configuration", (params: { items: unknown[] }) =>
    params.items.map(() => options.settings ?? null),
  );
  connection.onRequest("workspace/diagnostic/refresh", () => {
    for (const done of refreshWaiting.splice(0)) done();
    return null;
  });
  connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    for (const done of waiting.get(params.uri)?.splice(0) ?? []) done(params);
  });
  connection.listen();
  const initialized = await connection.sendRequest<Session["initialized"]>("initialize", {
    processId: null,
    rootUri: null,
    capabilities: options.capabilities ?? FULL_CLIENT,
    workspaceFolders: (options.folders ?? []).map((uri) => ({ uri, name: uri })),
    initializationOptions: options.initializationOptions,
  });
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
    pushed: (uri) =>
      new Promise((resolve) => {
        waiting.set(uri, [...(waiting.get(uri) ?? []), resolve]);
      }),
    refreshed: () => new Promise((resolve) => refreshWaiting.push(resolve)),
    end: async () => {
      await connection.sendRequest("shutdown");
      connection.dispose();
      toServer.end();
      toClient.end();
    },
  };
}
