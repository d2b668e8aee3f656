// Judges a document with all that concerns it: what rules find in its resources, and what path rules find in them on the paths of the requests
// that may pass there. Paths are walked once for all resources on them.
import type { Span } from "../base/span";
import { type IstioResource, isIstioResource, type Resource, resourcesOf } from "../model/lower";
import type { YamlDocument } from "../syntax/document";
import { resourcesAround, sourcesAbout, tracesAbout, tracesOf } from "../traffic/paths";
import type { WitnessSource } from "../traffic/witnesses";
import { defineFact } from "../workspace/facts";
import type { WorkspaceView } from "../workspace/view";
import { allRules } from "./all";
import {
  byPlace,
  type Crash,
  joined,
  type Judgement,
  NOTHING,
  OUR_GROUP,
  ownFindings,
  type RawFinding,
  severityOf,
} from "./judge";
import { type FoundOnPath, findOnPaths, gravestOnce } from "./path-findings";
import { standsDespiteRefusals, withoutYielding } from "./precedence";
import { GENERAL_RULE, mayExplain } from "./told-by";

/** What the rules find in the resources of a document. */
export const foundInResources = defineFact(
  "found in the resources of a document",
  (view: WorkspaceView, document: YamlDocument): Judgement => {
    if (!document.text.includes(OUR_GROUP)) return NOTHING;
    const { found, crashes } = joined(
      resourcesOf(document).map((resource): Judgement => {
        const judged = joined([standing(view, resource), onPaths(view, resource)]);
        return { found: withoutYielding(judged.found), crashes: judged.crashes };
      }),
    );
    return found.length === 0 && crashes.length === 0 ? NOTHING : { found: [...found].sort(byPlace), crashes };
  },
);

/** What path rules find in the text of a resource, on the paths of all requests that may pass it. */
function onPaths(view: WorkspaceView, resource: Resource): Judgement {
  if (!isIstioResource(resource) || view.isPatch(resource.document.uri)) return NOTHING;
  const sources = sourcesAbout(view, resource).map((source) => view.get(foundFrom, source));
  const inside = sources
    .flatMap(({ found }) => found)
    .filter(({ finding: { at } }) => at.document === resource.document && contains(resource, at.span));
  const found = gravestOnce(inside).flatMap((one): readonly RawFinding[] => {
    const { rule, finding } = one;
    const chosen = severityOf(rule, view.settings);
    if (chosen === undefined || isToldBetter(view, one)) return [];
    const isChosen = view.settings.severities[rule.code] !== undefined;
    const { at, ...rest } = finding;
    return [{ rule, finding: { ...rest, at: at.span }, severity: isChosen ? chosen : one.severity, resource }];
  });
  const crashes = sources.flatMap((source) => source.crashes);
  return found.length === 0 && crashes.length === 0 ? NOTHING : { found, crashes };
}

/** What path rules find on the requests that one resource raises: shared by all resources on their way. */
const foundFrom = defineFact(
  "found on the paths from a resource",
  (
    view: WorkspaceView,
    source: WitnessSource,
  ): { readonly found: readonly FoundOnPath[]; readonly crashes: readonly Crash[] } => {
    const crashes: Crash[] = [];
    const found = findOnPaths(view, tracesOf(view, source), allRules, (rule, error) => {
      crashes.push({ code: rule.code, error });
    });
    return { found, crashes };
  },
);

/**
 * Whether something around a path explains what a path rule would say of it: what makes istiod refuse one of the resources, since the path is another
 * one when that is mended; a rule that knows the cause better; for the general rule any that may be the cause.
 */
function isToldBetter(view: WorkspaceView, { rule, path }: FoundOnPath): boolean {
  const { code, yieldsTo = [] } = rule;
  return resourcesAround(view, path).some((resource) =>
    seenElsewhere(view, resource).some(
      (raw) =>
        (isRefusal(raw) && !standsDespiteRefusals(rule)) ||
        yieldsTo.includes(raw.rule.code) ||
        (code === GENERAL_RULE && raw.severity !== "hint" && mayExplain(raw.rule.code)),
    ),
  );
}

/** The own findings of a resource without those about what becomes of requests, while istiod refuses a resource on the way of these. */
function standing(view: WorkspaceView, resource: Resource): Judgement {
  const own = view.get(ownFindings, resource);
  const isDoubtful = ({ rule, severity }: RawFinding): boolean =>
    !standsDespiteRefusals(rule) && (severity === "error" || severity === "warning");
  if (!isIstioResource(resource) || !own.found.some(isDoubtful)) return own;
  const isMoot =
    own.found.some(isRefusal) ||
    around(view, resource).some((other) => seenElsewhere(view, other).some((raw) => isRefusal(raw)));
  return isMoot ? { ...own, found: own.found.filter((raw) => !isDoubtful(raw)) } : own;
}

function around(view: WorkspaceView, resource: IstioResource): readonly IstioResource[] {
  const found = tracesAbout(view, resource).flatMap((path) => resourcesAround(view, path));
  return [...new Set(found)].filter((other) => other !== resource);
}

/** Whether a finding is about something for which istiod does not take the resource. */
function isRefusal({ rule, severity }: RawFinding): boolean {
  return severity === "error" && rule.certainty === "local";
}

function seenElsewhere(view: WorkspaceView, resource: Resource): readonly RawFinding[] {
  return view.from(resource.document.uri).get(ownFindings, resource).found;
}

function contains(resource: Resource, span: Span): boolean {
  return resource.root.span.start <= span.start && span.end <= resource.root.span.end;
}
