// Values where a value may stand: words of enums with their meaning, protocols, true and false, and what other resources of the workspace offer.
// Which field draws from where is one table; how a value is written in the document's quotes is decided here for all.
import { docEntry, docKeyOfValue } from "../../schema/docs";
import { COMMON_PROTOCOLS } from "../../model/protocol";
import type { FieldFormat, FieldSchema } from "../../schema/structure";
import { renderScalar } from "../../syntax/render";
import { say } from "../../words/words";
import { type Candidate, distinct } from "./candidate";
import {
  exportTargets,
  type KnownLabel,
  knownLabels,
  labelValues,
  namespaces,
  ownNamespaces,
  secrets,
} from "./cluster-values";
import type { CompletionContext } from "./context";
import { isValueContradicted } from "./contradictions";
import { youngerThanIstio } from "./fields";
import {
  destinationHosts,
  externalHosts,
  importedHosts,
  ruleHosts,
  servedHosts,
  serverNames,
  sniHosts,
  undeclaredHosts,
} from "./hosts";
import { ItemKind, rankOf, type Suggestion } from "./item";
import type { FieldSpot } from "./place";
import { entryPortNames, portNames, resourceNames, usualPorts, usualSecrets } from "./usual-values";
import { delegates, gateways, matchGateways, matchPorts, selectedPorts, serverPorts, subsets } from "./routing-values";

type Source = (cx: CompletionContext) => readonly Candidate[];

/** What the workspace offers, and what people usually write where it offers nothing. */
const orElse =
  (known: Source, usual: Source): Source =>
  (cx) => {
    const found = known(cx);
    return found.length > 0 ? found : usual(cx);
  };

const words =
  (...values: readonly (string | number)[]): Source =>
  () =>
    values.map((value, rank) => ({ value, rank }));

/** Where the values of a field come from, by what it stands for. */
const SOURCES: Readonly<Partial<Record<FieldFormat, Source>>> = {
  port: usualPorts,
  "server-name": serverNames,
  gateway: matchGateways,
  namespace: namespaces,
  export: exportTargets,
  secret: secrets,
  labels: labelValues,
  selector: labelValues,
};

/** Where they come from where the place of the field says more. */
const OWN_SOURCES: Readonly<Record<string, Source>> = {
  "ClientTLSSettings.credentialName": orElse(secrets, usualSecrets),
  "Delegate.name": delegates,
  "Destination.host": destinationHosts,
  "Destination.subset": subsets,
  "DestinationRule.host": ruleHosts,
  "HTTPMatchRequest.port": orElse(matchPorts, usualPorts),
  "HTTPRedirect.redirectCode": words(301, 302, 303, 307, 308),
  "HTTPRewrite.authority": externalHosts,
  "IstioEgressListener.hosts": importedHosts,
  "L4MatchAttributes.port": orElse(matchPorts, usualPorts),
  "ObjectMeta.name": resourceNames,
  "ObjectMeta.namespace": ownNamespaces,
  "Port.name": portNames,
  "Port.number": orElse(serverPorts, usualPorts),
  "PortSelector.number": orElse(selectedPorts, usualPorts),
  "ProxyImage.imageType": words("default", "distroless", "debug"),
  "Server.hosts": servedHosts,
  "ServiceEntry.hosts": undeclaredHosts,
  "ServicePort.name": entryPortNames,
  "TLSMatchAttributes.port": orElse(matchPorts, usualPorts),
  "TLSMatchAttributes.sniHosts": sniHosts,
  "TunnelSettings.protocol": words("CONNECT", "POST"),
  "VirtualService.gateways": gateways,
  "VirtualService.hosts": servedHosts,
};

/** The values that may be typed at a place. `isWhole` is false when typing on may bring up more. */
export function valueSuggestions(
  cx: CompletionContext,
  spot: FieldSpot,
): { readonly suggestions: readonly Suggestion[]; readonly isWhole: boolean } {
  const { owner, name, field } = spot;
  const key = `${owner}.${name}`;
  const { before, after } = cx.reading.word;
  // The value that stands there is always among what is offered.
  const allowed = ({ label }: Suggestion): boolean =>
    label === before + after || !isValueContradicted(cx, owner, name, label);
  if (field.type === "enum") return { suggestions: enumSuggestions(cx, spot).filter(allowed), isWhole: true };
  if (field.type === "boolean") return { suggestions: simple(cx, field, words("true", "false")(cx)), isWhole: true };
  if (field.format === "protocol") return { suggestions: protocolSuggestions(cx, spot).filter(allowed), isWhole: true };
  const source = OWN_SOURCES[key] ?? (field.format === undefined ? undefined : SOURCES[field.format]);
  if (source === undefined) return { suggestions: [], isWhole: true };
  const { kept, isWhole } = limited(
    cx,
    distinct(source(cx)).filter(({ value }) => !cx.reading.siblings.includes(String(value))),
  );
  return { suggestions: simple(cx, field, kept), isWhole };
}

/** Whole labels where a key of a label map may stand. */
export function labelSuggestions(cx: CompletionContext, spot: FieldSpot): readonly Suggestion[] {
  if (spot.field.format !== "labels" && spot.field.format !== "selector") return [];
  const { present, hasColon, isFollowed, word, flow } = cx.reading;
  const seen = new Map<string, KnownLabel>();
  for (const label of knownLabels(cx)) {
    const text = hasColon || isFollowed ? label.key : `${label.key}: ${renderScalar(label.value, "plain", flow)}`;
    const known = seen.get(text);
    if (!present.includes(label.key) && (known === undefined || label.rank < known.rank)) seen.set(text, label);
  }
  const kept = [...seen].sort(([, a], [, b]) => a.rank - b.rank).slice(0, MOST);
  return kept.map(([label, { key, value, about, rank }], position): Suggestion => {
    const name = `${word.quote}${key}${word.quote}`;
    const rest = hasColon ? "" : isFollowed ? ":" : `: ${renderScalar(value, "plain", flow)}`;
    return {
      label,
      kind: ItemKind.reference,
      text: `${name}${rest}`,
      isSnippet: false,
      rank: rankOf(Math.min(9, rank), position),
      detail: about === undefined ? undefined : say(about, cx.locale),
    };
  });
}

/** Of words that are listed by meaning, the one that the way out of a mesh nearly always takes. */
const FIRST: Readonly<Record<string, string>> = {
  "ClientTLSSettings.mode": "SIMPLE",
  "ServiceEntry.location": "MESH_EXTERNAL",
  "ServiceEntry.resolution": "DNS",
};

function enumSuggestions(cx: CompletionContext, spot: FieldSpot): readonly Suggestion[] {
  const first = FIRST[`${spot.owner}.${spot.name}`];
  return (spot.field.values ?? []).map((value, index): Suggestion => {
    const position = value.name === first ? 0 : index + 1;
    const younger = youngerThanIstio(cx, value.since);
    const summary = docEntry(docKeyOfValue(spot, value.name), cx.locale)?.summary;
    const tier = value.deprecated === true ? 4 : younger !== undefined ? 3 : 1;
    return {
      label: value.name,
      kind: ItemKind.enumMember,
      text: written(cx, spot.field, value.name),
      isSnippet: false,
      rank: rankOf(tier, position),
      detail: [younger, summary].filter((part) => part !== undefined).join(" · "),
      isDeprecated: value.deprecated === true,
      topic: topicOf(cx, value.name),
    };
  });
}

function protocolSuggestions(cx: CompletionContext, spot: FieldSpot): readonly Suggestion[] {
  return COMMON_PROTOCOLS.map((protocol, position) => ({
    label: protocol,
    kind: ItemKind.enumMember,
    text: written(cx, spot.field, protocol),
    isSnippet: false,
    rank: rankOf(1, position),
    detail: docEntry(docKeyOfValue(spot, protocol), cx.locale)?.summary,
    topic: topicOf(cx, protocol),
  }));
}

function simple(cx: CompletionContext, field: FieldSchema, candidates: readonly Candidate[]): readonly Suggestion[] {
  return candidates.map(({ value, rank, about, args }, position) => ({
    label: String(value),
    kind: about === undefined ? ItemKind.value : ItemKind.reference,
    text: written(cx, field, String(value)),
    isSnippet: false,
    rank: rankOf(Math.min(9, rank), position),
    detail: about === undefined ? undefined : say(about, cx.locale, args),
    topic: topicOf(cx),
  }));
}

/** At most this many values are sent at once. */
const MOST = 300;

/** Of many candidates, those that the typed word may still become. */
function limited(
  cx: CompletionContext,
  candidates: readonly Candidate[],
): { readonly kept: readonly Candidate[]; readonly isWhole: boolean } {
  if (candidates.length <= MOST) return { kept: candidates, isWhole: true };
  const typed = cx.reading.word.before.toLowerCase();
  const kept = candidates.filter(({ value }) => containsInOrder(String(value).toLowerCase(), typed));
  return { kept: kept.slice(0, MOST), isWhole: false };
}

function containsInOrder(text: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    const found = text.indexOf(letter, at);
    if (found < 0) return false;
    at = found + 1;
  }
  return true;
}

/** A value as the document writes it: in the quotes that are there, in none where its type forbids them. */
function written(cx: CompletionContext, field: FieldSchema, value: string): string {
  const { word, flow } = cx.reading;
  if (field.type === "boolean" || field.type === "integer" || field.type === "number") return value;
  if (word.quote === "'") return renderScalar(value, "single");
  return renderScalar(value, word.quote === '"' ? "double" : "plain", flow);
}

function topicOf(cx: CompletionContext, value?: string): Suggestion["topic"] {
  const { kind } = cx.resource;
  const [top, ...path] = cx.path;
  if (top !== "spec" || kind === undefined) return undefined;
  return value === undefined ? { kind, path } : { kind, path, value };
}
