// Wires a connection to the parts of the server: documents and files in, answers out. No Istio knowledge lives here.
import {
  type CancellationToken,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWorkspaceFoldersNotification,
  type InitializeParams,
  type InitializeResult,
  type TextDocumentIdentifier,
} from "vscode-languageserver";
import type { Clock } from "../files/clock";
import type { FileSource } from "../files/file-source";
import { SCAFFOLD_CHOICES_REQUEST, SCAFFOLD_REQUEST, type ScaffoldParams } from "../protocol/messages";
import { SETTINGS_SECTION } from "../protocol/settings";
import type { Change } from "../service/index";
import { Addresses } from "./addresses";
import { answering } from "./answer";
import { serverCapabilities } from "./capabilities";
import { readAbilities } from "./client-abilities";
import { readOptions, readRoots } from "./client-options";
import { type Asked, askedOf, type Session } from "./context";
import { DiskReader } from "./disk-reader";
import { Documents } from "./documents";
import { Findings } from "./findings";
import { Folders } from "./folders";
import { Gate } from "./gate";
import { lspCodeActions } from "./handlers/code-action";
import { lspCompletion, lspResolveCompletion } from "./handlers/completion";
import { documentDiagnostics } from "./handlers/document-diagnostics";
import { lspHover } from "./handlers/hover";
import { lspScaffold, lspScaffoldChoices } from "./handlers/scaffold";
import { workspaceDiagnostics } from "./handlers/workspace-diagnostics";
import type { Inbox } from "./inbox";
import { at, textAt } from "./json";
import { Lane } from "./lane";
import { Publisher } from "./publisher";
import { World } from "./world";

/** Findings wait no longer than this for a client that was asked for its settings and never answers. */
const SETTINGS_PATIENCE_MS = 2_000;

/** What a host lends to a server. */
export interface ServerHost {
  /** Created with the inbox's connection options. */
  readonly connection: Connection;
  readonly inbox: Inbox;
  readonly source: FileSource;
  readonly clock: Clock;
  /** What `initialize` answers. */
  readonly version: string;
}

/** Serves one client until the connection ends. */
export function startServer(host: ServerHost): void {
  new Server(host).listen();
}

class Server {
  private readonly connection: Connection;
  private readonly publisher: Publisher;
  private readonly folders: Folders;
  private readonly disk: DiskReader;
  private session: Session;
  private stopped = false;

  constructor(private readonly host: ServerHost) {
    const { connection, inbox, source, clock } = host;
    const session = (): Session => this.session;
    const world = new World();
    const addresses = new Addresses(source, (key) => world.snapshot.file(key) !== undefined);
    const lane = new Lane(clock, inbox);
    this.connection = connection;
    this.disk = new DiskReader({
      source,
      world,
      isOpen: (key) => addresses.isOpen(key),
      clock,
      quiet: () => lane.quiet(),
    });
    this.publisher = new Publisher(connection, session, (what, error) => {
      this.log(what, error);
    });
    const changed = (): void => {
      this.publisher.changed("world");
    };
    this.folders = new Folders({ connection, session, disk: this.disk, changed });
    this.session = {
      client: readAbilities(undefined),
      options: {},
      world,
      addresses,
      documents: new Documents(addresses),
      findings: new Findings(session),
      gate: new Gate(),
      lane,
      onCrash: (code, uri, error) => {
        this.log(`Rule ${code} failed on ${uri}`, error);
      },
      isComplete: () => this.folders.isComplete,
    };
  }

  listen(): void {
    const { connection } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => {
      this.guard("initialized", () => this.initialized());
    });
    connection.onShutdown(() => {
      this.stopped = true;
      this.folders.stop();
      this.publisher.stop();
    });
    this.listenToDocuments();
    this.listenToRequests();
    connection.listen();
  }

  private listenToDocuments(): void {
    const { connection, session, folders } = this;
    const { documents } = session;
    connection.onDidOpenTextDocument(({ textDocument }) => {
      this.edited(documents.opened(textDocument));
      this.guard("look", () => folders.touched());
    });
    connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
      this.edited(documents.changed(textDocument.uri, textDocument.version, contentChanges));
    });
    connection.onDidSaveTextDocument(() => {
      this.guard("look", () => folders.touched());
    });
    connection.onDidCloseTextDocument(({ textDocument }) => {
      this.guard("close", () => this.closed(textDocument.uri));
    });
    connection.onDidChangeWatchedFiles(({ changes }) => {
      this.guard("watch", () => folders.filesChanged(changes.map(({ uri }) => uri)));
    });
    connection.onDidChangeConfiguration(({ settings }: { settings?: unknown }) => {
      this.guard("settings", () => this.readSettings(settings));
    });
  }

  private listenToRequests(): void {
    const { connection, host } = this;
    const { clock } = host;
    connection.onHover(this.about((asked, params) => lspHover(this.session, asked, params)));
    connection.onCompletion(this.about((asked, params) => lspCompletion(this.session, asked, params)));
    connection.onCompletionResolve(
      answering(
        clock,
        () => askedOf(this.session, ""),
        (asked, item) => lspResolveCompletion(this.session, asked, item),
      ),
    );
    // Edits must fit the version that they name, so the light bulb looks at the text of the moment in which it answers.
    connection.onCodeAction(
      answering(
        clock,
        () => undefined,
        (_, params) => lspCodeActions(this.session, askedOf(this.session, params.textDocument.uri), params),
      ),
    );
    connection.onRequest(SCAFFOLD_CHOICES_REQUEST, () => lspScaffoldChoices(askedOf(this.session, "")));
    connection.onRequest(SCAFFOLD_REQUEST, (params: ScaffoldParams) =>
      lspScaffold(askedOf(this.session, params.at?.uri ?? ""), params),
    );
    connection.languages.diagnostics.on((params, token) => documentDiagnostics(this.session, params, token));
    connection.languages.diagnostics.onWorkspace((params, token, _, pieces) =>
      workspaceDiagnostics(this.session, params, token, pieces),
    );
  }

  /** A handler of questions about a place, answered from the text that the client had when it asked. */
  private about<Params extends { readonly textDocument: TextDocumentIdentifier }, Result>(
    answer: (asked: Asked, params: Params) => Result,
  ): (params: Params, token: CancellationToken) => Promise<Result> {
    return answering(this.host.clock, ({ textDocument }) => askedOf(this.session, textDocument.uri), answer);
  }

  private initialize(params: InitializeParams): InitializeResult {
    const client = readAbilities(params.capabilities);
    const options = readOptions(params.initializationOptions);
    this.session = { ...this.session, client, options };
    this.session.world.start(options.locale ?? textAt(params, "locale"), options.settings);
    this.folders.start(readRoots(params));
    // The library would register this by a request, which no client answers before it has got the answer to `initialize`.
    this.connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event }) => {
      const uris = (list: typeof event.added): readonly string[] => list.map(({ uri }) => uri);
      this.guard("folders", () => this.folders.rootsChanged(uris(event.added), uris(event.removed)));
    });
    return {
      capabilities: serverCapabilities(client),
      serverInfo: { name: "istio-egress", version: this.host.version },
    };
  }

  private async initialized(): Promise<void> {
    const { connection, session } = this;
    const { client, gate } = session;
    const release = gate.hold();
    const callOff = this.host.clock.after(SETTINGS_PATIENCE_MS, release);
    try {
      await this.readSettings(undefined);
    } catch (error) {
      // A client that cannot answer goes on with what it said at the start.
      this.log("settings", error);
    } finally {
      callOff();
      release();
    }
    if (client.configurationChanges && !this.hasStopped()) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: SETTINGS_SECTION });
    }
    if (!this.hasStopped()) await this.folders.watch();
  }

  /** An editor opened or changed a document. */
  private edited(change: Change | undefined): void {
    if (change === undefined) return;
    const { uri: key, text = "" } = change;
    this.disk.overrule(key);
    this.session.world.apply([change]);
    this.guard("scan", () => this.folders.seen(key, () => text.includes("istio") || text.trim() === ""));
    this.publisher.changed("edit");
  }

  /** An editor let go of a document: the disk counts again. */
  private async closed(uri: string): Promise<void> {
    const closed = this.session.documents.closed(uri);
    if (closed === undefined) return;
    this.disk.overrule(closed.key);
    if (closed.text !== undefined) this.session.world.apply([{ uri: closed.key, text: closed.text }]);
    else await this.disk.readAgain([closed.key]);
    this.publisher.changed("world");
  }

  private async readSettings(pushed: unknown): Promise<void> {
    const { client, world } = this.session;
    const section: unknown = client.configuration
      ? await this.connection.workspace.getConfiguration(SETTINGS_SECTION)
      : (at(pushed, SETTINGS_SECTION) ?? pushed);
    if (section === undefined) return;
    world.setSettings(section);
    this.publisher.changed("world");
  }

  /** Asked anew after every wait: the client may have said goodbye meanwhile. */
  private hasStopped(): boolean {
    return this.stopped;
  }

  /** Runs something whose failure must not end the server: it is logged. */
  private guard(what: string, run: () => Promise<void>): void {
    run().catch((error: unknown) => {
      this.log(what, error);
    });
  }

  private log(what: string, error: unknown): void {
    // Whoever said goodbye reads no more.
    if (this.stopped) return;
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.connection.console.error(`${what}: ${told}`);
  }
}
