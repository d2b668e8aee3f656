// Cuts the text of a file into its YAML documents, so that an edit re-parses one document only. A line `---` at column 0 starts a document
// wherever it stands (YAML 1.2, 9.1.1 forbids it inside scalars), and a line `...` ends one.

/** A document's place in its file: the text from `start` to `end`, its `---` line included. */
export interface DocumentText {
  readonly start: number;
  readonly text: string;
}

const CANDIDATE = /\n(?:---|\.\.\.)/g;

/** Splits a file; the pieces together are the whole text, without a leading byte order mark. An empty file is one empty document. */
export function splitDocuments(text: string): readonly DocumentText[] {
  const first = text.startsWith("\uFEFF") ? 1 : 0;
  const pieces: DocumentText[] = [];
  let start = first;
  const cut = (at: number): void => {
    if (at > start) pieces.push({ start, text: text.slice(start, at) });
    start = at;
  };
  let line = first;
  while (line < text.length) {
    const mark = text.charCodeAt(line);
    if ((mark === 45 || mark === 46) && isMarker(text, line)) {
      if (mark === 45) {
        // Blank lines in front of a marker stay with the document it starts.
        if (!isBlank(text, start, line)) cut(line);
      } else {
        cut(nextLine(text, line));
      }
    }
    line = nextMarkerCandidate(text, line);
  }
  if (start < text.length || pieces.length === 0) pieces.push({ start, text: text.slice(start) });
  return pieces;
}

function isMarker(text: string, at: number): boolean {
  const mark = text[at];
  if (text[at + 1] !== mark || text[at + 2] !== mark) return false;
  const behind = text[at + 3];
  return behind === undefined || behind === " " || behind === "\t" || behind === "\r" || behind === "\n";
}

function nextLine(text: string, from: number): number {
  const newline = text.indexOf("\n", from);
  return newline < 0 ? text.length : newline + 1;
}

/** The next line start that could hold a marker; one search of an expression is several times faster than walking every line. */
function nextMarkerCandidate(text: string, from: number): number {
  CANDIDATE.lastIndex = from;
  const found = CANDIDATE.exec(text);
  return found === null ? text.length : found.index + 1;
}

/** Whether only white space stands between two offsets. */
function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9 && code !== 10 && code !== 13) return false;
  }
  return true;
}
