// The findings of a file as an editor or a report shows them: with line and character, in one language.
import type { Locale } from "../base/localized-text";
import type { RuleTag } from "../rules/define";
import { findingsOf, type LocatedFinding, type OnCrash } from "../rules/run";
import { say } from "../words/words";
import type { Severity } from "../workspace/settings";
import type { Snapshot } from "../workspace/snapshot";
import { messageOf } from "./message";
import { type Range, rangeOf } from "./position";

/** Another place that a finding speaks of. */
export interface RelatedPlace {
  readonly uri: string;
  readonly range: Range;
  readonly message: string;
}

/** A finding, ready to be shown. */
export interface Diagnostic {
  readonly uri: string;
  readonly range: Range;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly tags: readonly RuleTag[];
  /** Whether a general YAML extension says it as well. */
  readonly alsoSaidByYaml: boolean;
  readonly related: readonly RelatedPlace[];
}

/** The findings of a file, ordered by place. */
export function diagnostics(snapshot: Snapshot, uri: string, locale: Locale, onCrash: OnCrash): readonly Diagnostic[] {
  return findingsOf(snapshot, uri, onCrash).flatMap((located) => renderFinding(snapshot, located, locale));
}

/** One finding, ready to be shown; nothing when its file is gone. */
export function renderFinding(snapshot: Snapshot, located: LocatedFinding, locale: Locale): readonly Diagnostic[] {
  const file = snapshot.file(located.uri);
  if (file === undefined) return [];
  const related = (located.finding.related ?? []).flatMap(({ place, text, args }): RelatedPlace[] => {
    const at = snapshot.locate(place.document, place.span);
    const other = at === undefined ? undefined : snapshot.file(at.uri);
    if (at === undefined || other === undefined) return [];
    return [
      { uri: at.uri, range: rangeOf(other, at.span), message: say(text, locale, { ...located.finding.args, ...args }) },
    ];
  });
  return [
    {
      uri: located.uri,
      range: rangeOf(file, located.span),
      severity: located.severity,
      code: located.rule.code,
      message: messageOf(located, locale),
      tags: located.rule.tags ?? [],
      alsoSaidByYaml: located.rule.alsoSaidByYaml === true,
      related,
    },
  ];
}
