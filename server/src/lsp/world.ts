// The server's one piece of state: the current snapshot, what editors have open, and the settings in force. Editor text wins while a document
// is open; when it closes, the disk's text counts again.
import type { FileSource } from "../files/file-source";
import { isYamlUri } from "../files/uri";
import { chooseLocale, type Locale, readSettings, type ServerSettings, Snapshot } from "../service/index";

/** How many files are taken over in one step while folders are read, so that requests get their turn in between. */
const BATCH = 64;

/** The workspace as the server sees it. */
export class World {
  private current = Snapshot.empty();
  private settings: ServerSettings = readSettings(undefined);
  private readonly open = new Set<string>();
  private readonly scanned = new Set<string>();
  private editorLocale: string | undefined;

  constructor(private readonly source: FileSource) {}

  get snapshot(): Snapshot {
    return this.current;
  }

  /** The language to answer in. */
  get locale(): Locale {
    return chooseLocale(this.settings.locale === "auto" ? this.editorLocale : this.settings.locale);
  }

  get showsClosedFiles(): boolean {
    return this.settings.diagnostics === "workspace";
  }

  setEditorLocale(tag: string | undefined): void {
    this.editorLocale = tag;
  }

  setSettings(section: unknown): void {
    this.settings = readSettings(section);
    this.current = this.current.withSettings(this.settings.engine);
  }

  isOpen(uri: string): boolean {
    return this.open.has(uri);
  }

  /** An editor opened or changed a document. */
  edited(uri: string, text: string): void {
    this.open.add(uri);
    this.current = this.current.apply([{ uri, text }]);
  }

  /** An editor closed a document. */
  async closed(uri: string): Promise<void> {
    this.open.delete(uri);
    await this.changedOnDisk([uri]);
  }

  /** Files were created, changed or deleted outside the editor. Open documents keep the editor's text. */
  async changedOnDisk(uris: readonly string[]): Promise<void> {
    for (const uri of uris) {
      if (this.open.has(uri)) continue;
      const found = isYamlUri(uri) ? await this.source.read(uri) : undefined;
      const text = found?.kind === "text" ? found.text : undefined;
      if (!this.open.has(uri)) this.current = this.current.apply([{ uri, text }]);
    }
    for (const uri of uris) if (!isYamlUri(uri)) this.forgetBelow(uri);
  }

  /** Reads a folder of the workspace; open documents stay as they are. */
  async readFolder(folder: string, cancelled: () => boolean): Promise<void> {
    if (this.scanned.has(folder)) return;
    this.scanned.add(folder);
    let batch: { uri: string; text: string }[] = [];
    const flush = async (): Promise<void> => {
      const files = batch.filter((file) => !this.open.has(file.uri));
      batch = [];
      if (files.length > 0) this.current = this.current.apply(files);
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
    };
    for await (const found of this.source.list(folder)) {
      if (cancelled()) return;
      for (const file of found) {
        if (file.kind !== "text") continue;
        batch.push(file);
        if (batch.length >= BATCH) await flush();
      }
    }
    await flush();
  }

  /** A folder left the workspace (or a whole folder was deleted): its closed files are forgotten. */
  forgetBelow(folder: string): void {
    this.scanned.delete(folder);
    const prefix = folder.endsWith("/") ? folder : `${folder}/`;
    const gone = this.current.files().filter((file) => file.uri.startsWith(prefix) && !this.open.has(file.uri));
    if (gone.length > 0) this.current = this.current.apply(gone.map((file) => ({ uri: file.uri, text: undefined })));
  }
}
