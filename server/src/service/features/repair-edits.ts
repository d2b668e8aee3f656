// Repairs as edits of files, and applied to a workspace. Which repairs may be made is decided in repair-check.ts.
import { applyEdits, type Edit } from "../base/edit";
import type { Repair } from "../rules/define";
import type { Snapshot } from "../workspace/snapshot";

/** Edits of one file; offsets relative to its text. */
export interface FileEdits {
  readonly uri: string;
  readonly edits: readonly Edit[];
}

/** A repair's edits, by file. Documents that are no longer part of the snapshot are left out. */
export function fileEdits(snapshot: Snapshot, repair: Repair): readonly FileEdits[] {
  return editsByFile(snapshot, [repair]);
}

/** The workspace after a repair. */
export function applyRepair(snapshot: Snapshot, repair: Repair): Snapshot {
  return applyRepairs(snapshot, [repair]);
}

/** The workspace after several repairs that do not touch each other. */
export function applyRepairs(snapshot: Snapshot, repairs: readonly Repair[]): Snapshot {
  return snapshot.apply(
    editsByFile(snapshot, repairs).flatMap(({ uri, edits }) => {
      const file = snapshot.file(uri);
      return file === undefined ? [] : [{ uri, text: applyEdits(file.text, edits) }];
    }),
  );
}

function editsByFile(snapshot: Snapshot, repairs: readonly Repair[]): readonly FileEdits[] {
  const byUri = new Map<string, Edit[]>();
  for (const { document, edits } of repairs.flatMap((repair) => repair.changes)) {
    const start = snapshot.startOf(document);
    if (start === undefined) continue;
    const moved = edits.map(({ span, newText }) => ({
      span: { start: span.start + start, end: span.end + start },
      newText,
    }));
    const known = byUri.get(document.uri);
    if (known === undefined) byUri.set(document.uri, moved);
    else known.push(...moved);
  }
  return [...byUri].map(([uri, edits]) => ({ uri, edits }));
}
