// The server's one piece of state about YAML: the current snapshot and the settings in force. What is on disk is disk-reader.ts's affair, what
// editors have open documents.ts's.
import { type Change, chooseLocale, type Locale, readSettings, type ServerSettings, Snapshot } from "../service/index";
import { isObject, merged } from "./json";

/** The workspace as the server sees it. */
export class World {
  private current = Snapshot.empty();
  private settings: ServerSettings = readSettings(undefined);
  private startSettings: unknown;
  private editorLocale: string | undefined;
  private changes = 0;

  get snapshot(): Snapshot {
    return this.current;
  }

  /** Counts the snapshots: equal numbers mean that nothing has changed. */
  get generation(): number {
    return this.changes;
  }

  /** The language to answer in. */
  get locale(): Locale {
    return chooseLocale(this.settings.locale === "auto" ? this.editorLocale : this.settings.locale);
  }

  get showsClosedFiles(): boolean {
    return this.settings.diagnostics === "workspace";
  }

  /** Takes the editor's language and the settings that the client sent when it started; they hold until it says something else. */
  start(locale: string | undefined, settings: unknown): void {
    this.editorLocale = locale;
    this.startSettings = settings;
    this.setSettings(undefined);
  }

  /** Takes the section of settings; what it leaves out is as the client said at its start. */
  setSettings(section: unknown): void {
    this.settings = readSettings(merged(this.startSettings, isObject(section) ? section : undefined));
    this.advance(this.current.withSettings(this.settings.engine));
  }

  /** Files are new, changed or gone. */
  apply(changes: readonly Change[]): void {
    if (changes.length > 0) this.advance(this.current.apply(changes));
  }

  private advance(snapshot: Snapshot): void {
    this.current = snapshot;
    this.changes++;
  }
}
