// Wires a connection to the language service: documents in, answers out. No Istio knowledge lives here.
import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type DocumentDiagnosticReport,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocuments,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { FileSource } from "../files/file-source";
import {
  type InitializationOptions,
  SCAFFOLD_CHOICES_REQUEST,
  SCAFFOLD_REQUEST,
  type ScaffoldParams,
} from "../protocol/messages";
import { SETTINGS_SECTION } from "../protocol/settings";
import type { OnCrash } from "../service/index";
import { serverCapabilities } from "./capabilities";
import { type ClientAbilities, readAbilities } from "./client-abilities";
import { lspCodeActions } from "./handlers/code-action";
import { type DiagnosticOptions, lspDiagnostics, resultIdOf } from "./handlers/diagnostics";
import { lspCompletion, lspResolveCompletion } from "./handlers/completion";
import { lspHover } from "./handlers/hover";
import { lspScaffold, lspScaffoldChoices } from "./handlers/scaffold";
import { World } from "./world";

/** Milliseconds of quiet after the last change before closed files, and clients that cannot ask, are told what is new. */
const SETTLE_MS = 40;

/** Serves one client until the connection ends. `version` is what `initialize` answers. */
export function startServer(connection: Connection, source: FileSource, version: string): void {
  const server = new Server(connection, source, version);
  server.listen();
}

class Server {
  private readonly documents = new TextDocuments(TextDocument);
  private readonly world: World;
  private client: ClientAbilities | undefined;
  private options: InitializationOptions = {};
  private folders: string[] = [];
  private awake = false;
  private stopped = false;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private readonly pushed = new Set<string>();

  constructor(
    private readonly connection: Connection,
    source: FileSource,
    private readonly version: string,
  ) {
    this.world = new World(source);
  }

  private readonly onCrash: OnCrash = (code, uri, error) => {
    this.connection.console.error(
      `Rule ${code} failed on ${uri}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  };

  listen(): void {
    const { connection, documents, world } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => void this.guard("initialized", () => this.initialized()));
    connection.onShutdown(() => {
      this.stopped = true;
      clearTimeout(this.settling);
    });
    documents.onDidChangeContent(({ document }) => {
      const text = document.getText();
      world.edited(document.uri, text);
      if (!this.awake && (text.includes("istio") || text.trim() === "")) void this.guard("scan", () => this.wake());
      this.changed();
    });
    documents.onDidClose(
      ({ document }) =>
        void this.guard("close", async () => {
          await world.closed(document.uri);
          this.changed();
        }),
    );
    connection.onDidChangeWatchedFiles(
      ({ changes }) =>
        void this.guard("watch", async () => {
          await world.changedOnDisk(changes.map((change) => change.uri));
          this.changed("disk");
        }),
    );
    connection.onDidChangeConfiguration(
      (change: { settings?: unknown }) => void this.guard("settings", () => this.readSettings(change.settings)),
    );
    connection.onCompletion((params) => lspCompletion(world, params, this.client, this.options));
    connection.onCompletionResolve((item) => lspResolveCompletion(world, item, this.client));
    connection.onHover((params) => lspHover(world, params, this.client?.markdownHover === true));
    connection.onCodeAction((params) =>
      lspCodeActions(world, params, this.client?.documentChanges === true, this.onCrash),
    );
    connection.onRequest(SCAFFOLD_CHOICES_REQUEST, () => lspScaffoldChoices(world.locale));
    connection.onRequest(SCAFFOLD_REQUEST, (params: ScaffoldParams) => lspScaffold(params));
    connection.languages.diagnostics.on((params): DocumentDiagnosticReport => {
      const items = this.diagnosticsOf(params.textDocument.uri);
      const resultId = resultIdOf(items);
      if (params.previousResultId === resultId) return { kind: "unchanged", resultId };
      return { kind: "full", resultId, items };
    });
    connection.languages.diagnostics.onWorkspace(async (params, cancelled) => {
      const known = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]));
      const items: WorkspaceDocumentDiagnosticReport[] = [];
      let rest = 0;
      for (const file of world.snapshot.files()) {
        if (cancelled.isCancellationRequested) {
          throw new ResponseError(LSPErrorCodes.ServerCancelled, "cancelled", { retriggerRequest: false });
        }
        if (!this.isReported(file.uri)) continue;
        const found = this.diagnosticsOf(file.uri);
        const resultId = resultIdOf(found);
        if (found.length === 0 && !known.has(file.uri)) continue;
        const version = documents.get(file.uri)?.version ?? null;
        items.push(
          known.get(file.uri) === resultId
            ? { kind: "unchanged", uri: file.uri, version, resultId }
            : { kind: "full", uri: file.uri, version, resultId, items: found },
        );
        known.delete(file.uri);
        if (++rest % 50 === 0) await new Promise<void>((resolve) => setTimeout(resolve, 0));
      }
      for (const uri of known.keys()) {
        if (world.snapshot.file(uri) === undefined || !this.isReported(uri)) {
          items.push({ kind: "full", uri, version: null, items: [] });
        }
      }
      return { items };
    });
    documents.listen(connection);
    connection.listen();
  }

  private initialize(params: InitializeParams): InitializeResult {
    this.client = readAbilities(params);
    // What a client sends here is its own affair; every part is checked where it is used.
    this.options =
      typeof params.initializationOptions === "object" && params.initializationOptions !== null
        ? (params.initializationOptions as InitializationOptions)
        : {};
    this.world.setEditorLocale(this.options.locale ?? params.locale);
    this.world.setSettings(this.options.settings);
    // A client of before workspace folders names its one folder by rootUri.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const root = params.rootUri;
    this.folders = params.workspaceFolders?.map((folder) => folder.uri) ?? (root === null ? [] : [root]);
    return {
      capabilities: serverCapabilities(this.client),
      serverInfo: { name: "istio-egress", version: this.version },
    };
  }

  private async initialized(): Promise<void> {
    const { connection, client } = this;
    if (client?.configurationChanges === true) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: SETTINGS_SECTION });
    }
    if (client?.watchesFiles === true) {
      await connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [{ globPattern: "**/*.{yaml,yml,YAML,YML}" }],
      });
    }
    if (client?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(
        ({ added, removed }) =>
          void this.guard("folders", async () => {
            this.folders = [
              ...this.folders.filter((uri) => !removed.some((folder) => folder.uri === uri)),
              ...added.map((folder) => folder.uri),
            ];
            for (const folder of removed) this.world.forgetBelow(folder.uri);
            if (this.awake) await this.readFolders();
            this.changed("disk");
          }),
      );
    }
    await this.readSettings(undefined);
  }

  private async readSettings(pushed: unknown): Promise<void> {
    if (this.client?.configuration === true) {
      this.world.setSettings(await this.connection.workspace.getConfiguration(SETTINGS_SECTION));
    } else if (typeof pushed === "object" && pushed !== null) {
      const section: unknown = (pushed as Readonly<Record<string, unknown>>)[SETTINGS_SECTION];
      this.world.setSettings(section ?? pushed);
    }
    this.changed("settings");
  }

  /** The first document of ours (or an empty one, which may become one) starts reading the folders; before, the server costs nothing. */
  private async wake(): Promise<void> {
    this.awake = true;
    await this.readFolders();
    this.changed("disk");
  }

  private async readFolders(): Promise<void> {
    for (const folder of this.folders) await this.world.readFolder(folder, () => this.stopped);
  }

  private isReported(uri: string): boolean {
    return this.world.isOpen(uri) || this.world.showsClosedFiles;
  }

  private diagnosticsOf(uri: string): ReturnType<typeof lspDiagnostics> {
    const options: DiagnosticOptions = {
      relatedInformation: this.client?.relatedInformation === true,
      leavesYaml: this.options.alternateYaml === true,
      onCrash: this.onCrash,
    };
    return lspDiagnostics(this.world, uri, options);
  }

  /** Tells the client that something changed, once things have settled: by asking it to pull again, or by pushing. */
  private changed(reason: "edit" | "disk" | "settings" = "edit"): void {
    if (this.client?.pullsDiagnostics === true && reason === "edit") return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      if (this.stopped) return;
      if (this.client?.pullsDiagnostics !== true) void this.guard("push", () => this.push());
      else if (this.client.refreshesDiagnostics)
        void this.guard("refresh", () => this.connection.languages.diagnostics.refresh());
    }, SETTLE_MS);
  }

  private async push(): Promise<void> {
    const { world } = this;
    const uris = world.snapshot
      .files()
      .map((file) => file.uri)
      .filter((uri) => this.isReported(uri));
    const gone = [...this.pushed].filter((uri) => !uris.includes(uri));
    for (const uri of [...uris.filter((uri) => world.isOpen(uri)), ...uris.filter((uri) => !world.isOpen(uri))]) {
      const diagnostics = this.diagnosticsOf(uri);
      if (diagnostics.length === 0 && !this.pushed.has(uri) && !world.isOpen(uri)) continue;
      this.pushed.add(uri);
      const version = this.documents.get(uri)?.version;
      await this.connection.sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
    }
    for (const uri of gone) {
      this.pushed.delete(uri);
      await this.connection.sendDiagnostics({ uri, diagnostics: [] });
    }
  }

  /** Runs something whose failure must not end the server: it is logged. */
  private async guard(what: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (!this.stopped)
        this.connection.console.error(
          `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
    }
  }
}
