// The documents that the client has open, kept in step with its edits. A file may be open under two spellings (a link and its target); the
// one that was touched last counts.
import type { TextDocumentContentChangeEvent, TextDocumentItem } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Change } from "../service/index";
import type { Addresses } from "./addresses";

interface OpenDocument {
  readonly key: string;
  readonly document: TextDocument;
}

/** The open documents, by the client's spelling. */
export class Documents {
  private readonly open = new Map<string, OpenDocument>();

  constructor(private readonly addresses: Addresses) {}

  /** A document was opened. */
  opened({ uri, languageId, version, text }: TextDocumentItem): Change {
    const key = this.addresses.keyOf(uri);
    this.open.set(uri, { key, document: TextDocument.create(uri, languageId, numberOr(version, 0), text) });
    this.addresses.opened(uri, key);
    return { uri: key, text };
  }

  /** A document was edited; nothing when it is not open. */
  changed(uri: string, version: unknown, changes: readonly TextDocumentContentChangeEvent[]): Change | undefined {
    const known = this.open.get(uri);
    if (known === undefined) return undefined;
    const { key, document } = known;
    const isOnlyText = this.addresses.spellAll(key).length === 1;
    const next = numberOr(version, document.version + 1);
    let touched: Touched | undefined | "everything";
    for (const change of changes) {
      touched = touched === "everything" ? touched : touchedBy(document, change, touched);
      TextDocument.update(document, [change], next);
    }
    this.addresses.opened(uri, key);
    const text = document.getText();
    // What is open under two spellings has two texts, and an edit of the one does not lead from the other.
    if (!isOnlyText || touched === undefined || touched === "everything") return { uri: key, text };
    const { start, end, newEnd } = touched;
    return { uri: key, text, edit: { span: { start, end }, newText: text.slice(start, newEnd) } };
  }

  /** A document was closed. `text` is what the file says in another window that still has it open. */
  closed(uri: string): { readonly key: string; readonly text: string | undefined } | undefined {
    const known = this.open.get(uri);
    if (known === undefined) return undefined;
    this.open.delete(uri);
    this.addresses.closed(uri, known.key);
    return { key: known.key, text: this.documentAt(known.key)?.getText() };
  }

  /** The version of an open file; nothing for closed ones. */
  versionOf(key: string): number | undefined {
    return this.documentAt(key)?.version;
  }

  private documentAt(key: string): TextDocument | undefined {
    if (!this.addresses.isOpen(key)) return undefined;
    return this.open.get(this.addresses.spellAll(key).at(-1) ?? "")?.document;
  }
}

/** What several edits have touched, as one span. */
interface Touched {
  readonly start: number;
  /** In the text before all of them. */
  readonly end: number;
  /** In the text after them. */
  readonly newEnd: number;
}

/** What has been touched with one edit more, which is not made yet. */
function touchedBy(
  document: TextDocument,
  change: TextDocumentContentChangeEvent,
  known: Touched | undefined,
): Touched | "everything" {
  if (!("range" in change)) return "everything";
  const one = document.offsetAt(change.range.start);
  const other = document.offsetAt(change.range.end);
  const [start, end] = [Math.min(one, other), Math.max(one, other)];
  const before = known ?? { start, end, newEnd: end };
  const beyond = Math.max(0, end - before.newEnd);
  return {
    start: Math.min(before.start, start),
    end: before.end + beyond,
    newEnd: before.newEnd + beyond + change.text.length - (end - start),
  };
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
