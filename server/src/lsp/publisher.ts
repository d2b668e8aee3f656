// Tells the client what is new, by itself: clients that ask are asked to ask again, all others get findings pushed. Only what differs from what
// was sent last is sent. A newer change ends the run for an older one, and open files come first in every run.
import type { Connection } from "vscode-languageserver";
import type { Session } from "./context";

interface Sent {
  readonly id: string;
  readonly version: number | undefined;
  readonly isEmpty: boolean;
}

/** The voice of one session. */
export class Publisher {
  /** What was pushed last, by the client's spelling. */
  private readonly sent = new Map<string, Sent>();
  private isDue = false;
  private running = false;
  private stopped = false;

  constructor(
    private readonly connection: Pick<Connection, "sendDiagnostics" | "languages">,
    private readonly session: () => Session,
    private readonly onError: (what: string, error: unknown) => void,
  ) {}

  /** Something changed. Clients that ask learn of their own edits by asking. */
  changed(reason: "edit" | "world"): void {
    if (this.session().client.pullsDiagnostics && reason === "edit") return;
    this.isDue = true;
    if (!this.running) void this.run();
  }

  stop(): void {
    this.stopped = true;
  }

  private async run(): Promise<void> {
    this.running = true;
    const { client, lane, gate } = this.session();
    while (this.isDue && !this.stopped) {
      // Messages that came together count as one change.
      await lane.quiet();
      await gate.pass();
      this.isDue = false;
      try {
        if (client.pullsDiagnostics) await this.connection.languages.diagnostics.refresh();
        else await this.push();
      } catch (error) {
        this.onError("publish", error);
      }
    }
    this.running = false;
  }

  private async push(): Promise<void> {
    const { world, addresses, findings } = this.session();
    const closed = world.snapshot.files().flatMap(({ uri }) => (addresses.isOpen(uri) ? [] : [uri]));
    const keys = [...addresses.openKeys(), ...closed].filter((key) => findings.isReported(key));
    const gone = new Set(this.sent.keys());
    for (const key of keys) {
      if (!(await findings.judge(key, () => this.isDue || this.stopped, "patient"))) return;
      for (const uri of addresses.spellAll(key)) gone.delete(uri);
      await this.pushFile(key);
    }
    for (const uri of gone) await this.send(uri, { id: "", version: undefined, isEmpty: true }, []);
  }

  private async pushFile(key: string): Promise<void> {
    const { addresses, documents, findings, client } = this.session();
    const isOpen = addresses.isOpen(key);
    const version = documents.versionOf(key);
    const { id, items } = findings.report(key);
    for (const uri of addresses.spellAll(key)) {
      const last = this.sent.get(uri);
      // A client that keeps findings by version would hold those of the text before for outdated.
      const isNewVersion = client.diagnosticVersions && isOpen && last?.version !== version;
      if (last?.id === id && !isNewVersion) continue;
      if (last === undefined && items.length === 0 && !isOpen) continue;
      await this.send(uri, { id, version, isEmpty: items.length === 0 }, items);
    }
  }

  private async send(
    uri: string,
    sent: Sent,
    diagnostics: ReturnType<Session["findings"]["report"]>["items"],
  ): Promise<void> {
    const { addresses } = this.session();
    if (sent.isEmpty && !addresses.isOpen(addresses.keyOf(uri))) this.sent.delete(uri);
    else this.sent.set(uri, sent);
    const { version } = sent;
    await this.connection.sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
  }
}
