// Repairs applied: as edits of files, and again and again until nothing safe is left to repair.
import { applyEdits, type Edit } from "../base/edit";
import type { Repair } from "../rules/define";
import { findingsOf, type OnCrash, repairsOf } from "../rules/run";
import type { Snapshot } from "../workspace/snapshot";

/** Edits of one file; offsets relative to its text. */
export interface FileEdits {
  readonly uri: string;
  readonly edits: readonly Edit[];
}

/** A repair's edits, by file. Documents that are no longer part of the snapshot are left out. */
export function fileEdits(snapshot: Snapshot, repair: Repair): readonly FileEdits[] {
  const byUri = new Map<string, Edit[]>();
  for (const { document, edits } of repair.changes) {
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

/** The workspace after a repair. */
export function applyRepair(snapshot: Snapshot, repair: Repair): Snapshot {
  return snapshot.apply(
    fileEdits(snapshot, repair).flatMap(({ uri, edits }) => {
      const file = snapshot.file(uri);
      return file === undefined ? [] : [{ uri, text: applyEdits(file.text, edits) }];
    }),
  );
}

/** Far more than any workspace needs; repairs that feed each other end here. */
const MAX_REPAIRS = 2_000;

/**
 * Applies the safe repairs of the findings in some files until none is left. A repair that leaves its file with as many errors and warnings as
 * before, or more, is not kept. Edits may reach other files of the workspace.
 */
export function repairAll(snapshot: Snapshot, uris: readonly string[], onCrash: OnCrash): Snapshot {
  let current = snapshot;
  const given = new Set<string>();
  for (let round = 0; round < MAX_REPAIRS; round++) {
    const next = repairOne(current, uris, given, onCrash);
    if (next === undefined) break;
    current = next;
  }
  return current;
}

function repairOne(
  snapshot: Snapshot,
  uris: readonly string[],
  given: Set<string>,
  onCrash: OnCrash,
): Snapshot | undefined {
  const found = uris.flatMap((uri) => findingsOf(snapshot, uri, onCrash));
  // What is wrong with a single resource comes first: rules that look at several see clearly only when each says what it means.
  const ordered = [
    ...found.filter(({ rule }) => rule.certainty === "local"),
    ...found.filter(({ rule }) => rule.certainty !== "local"),
  ];
  for (const located of ordered) {
    const { uri } = located;
    const attempt = `${uri}\n${located.rule.code}\n${JSON.stringify(located.finding.args)}\n${located.document.text.slice(located.finding.at.start, located.finding.at.end)}`;
    if (given.has(attempt)) continue;
    const safe = repairsOf(snapshot, located, onCrash).filter(
      (repair) => repair.safe === true && repair.changes.length > 0,
    );
    const repair = safe.find(({ preferred }) => preferred === true) ?? safe[0];
    if (repair === undefined) continue;
    const next = applyRepair(snapshot, repair);
    const count = (state: Snapshot): number =>
      findingsOf(state, uri, onCrash).filter(({ rule }) => rule.code === located.rule.code).length;
    if (count(next) < count(snapshot)) return next;
    given.add(attempt);
  }
  return undefined;
}
