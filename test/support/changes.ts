// Every way to change one value of a set of resources: leave it out, misspell it, write another of the words that are allowed there, or another host,
// port or namespace. What the changes do to requests is for the tests to say.
import { type Edit, Snapshot } from "../../server/src/service/index";
import { applyEdits, DEFAULT_SETTINGS } from "../../server/src/service/index";
import { isIstioResource, resourcesOf } from "../../server/src/service/model/lower";
import { type WrittenField, writtenFields } from "../../server/src/service/model/message-walk";
import type { ResourceBase } from "../../server/src/service/model/resource";
import { removeEntry, removeItem, replaceScalar } from "../../server/src/service/syntax/edit";
import { entryOf, type ScalarNode, type YamlNode } from "../../server/src/service/syntax/yaml-node";

/** A set after one change. */
export interface ChangedSet {
  /** What was changed, for people: `Gateway spec.selector.istio: egressgateway -> egresgateway`. */
  readonly name: string;
  readonly text: string;
}

const URI = "file:///set.yaml";
const PORTS = [80, 443, 8443];
const PROTOCOLS = ["HTTP", "HTTPS", "TLS", "TCP"];
const NAMESPACES = ["default", "istio-system", "other"];

/** All sets that differ from one in a single value or resource, each text once. */
export function oneValueChanges(text: string): readonly ChangedSet[] {
  const file = Snapshot.empty(DEFAULT_SETTINGS)
    .apply([{ uri: URI, text }])
    .file(URI);
  const documents = file?.documents ?? [];
  const resources = documents.flatMap((document) => resourcesOf(document)).filter(isIstioResource);
  const hosts = new Set(
    resources.flatMap((resource) =>
      writtenFields(resource).flatMap(({ schema, entry }) =>
        schema.format === "host" ? scalarsOf(entry.value).map((scalar) => scalar.source) : [],
      ),
    ),
  );
  const changed = new Map<string, string>([[text, ""]]);
  const add = (name: string, after: string): void => {
    if (!changed.has(after)) changed.set(after, name);
  };
  for (const [position, document] of documents.entries()) {
    const start = file?.starts[position] ?? 0;
    const end = start + document.text.length;
    const [resource] = resourcesOf(document).filter(isIstioResource);
    if (resource === undefined) continue;
    const title = `${resource.type} ${resource.name?.value ?? ""}`;
    add(`${title}: left out`, withoutDocument(text, start, end));
    const edited = (name: string, edit: Edit | undefined): void => {
      if (edit !== undefined)
        add(`${title} ${name}`, text.slice(0, start) + applyEdits(document.text, [edit]) + text.slice(end));
    };
    for (const { path, scalar, others } of metadataOf(resource)) {
      for (const other of others) edited(`${path}: ${scalar.source} -> ${other}`, replaceScalar(scalar, other));
    }
    for (const field of writtenFields(resource)) {
      const path = `${field.owner.path.join(".")}.${field.name}`;
      edited(`${path}: left out`, removeEntry(document, field.owner.node, field.name));
      const { value } = field.entry;
      if (value?.kind === "sequence" && value.items.length > 1) {
        for (const index of value.items.keys())
          edited(`${path}.${index}: left out`, removeItem(document, value, index));
      }
      for (const scalar of scalarsOf(value)) {
        for (const other of othersFor(field, scalar, hosts))
          edited(`${path}: ${scalar.source} -> ${other}`, replaceScalar(scalar, other));
      }
    }
  }
  changed.delete(text);
  return [...changed].map(([after, name]) => ({ name, text: after }));
}

function withoutDocument(text: string, start: number, end: number): string {
  const before = text.slice(0, start).replace(/---\r?\n$/, "");
  const after = text.slice(end);
  return before === "" ? after.replace(/^---\r?\n/, "") : before + after;
}

interface MetadataScalar {
  readonly path: string;
  readonly scalar: ScalarNode;
  readonly others: readonly string[];
}

function metadataOf(resource: ResourceBase): readonly MetadataScalar[] {
  const metadata = entryOf(resource.root, "metadata")?.value;
  const name = entryOf(metadata, "name")?.value;
  const namespace = entryOf(metadata, "namespace")?.value;
  return [
    ...(name?.kind === "scalar" ? [{ path: "metadata.name", scalar: name, others: [misspelt(name.source)] }] : []),
    ...(namespace?.kind === "scalar"
      ? [
          {
            path: "metadata.namespace",
            scalar: namespace,
            others: NAMESPACES.filter((other) => other !== namespace.source),
          },
        ]
      : []),
  ];
}

/** The scalars of a value: itself, or the items of a list. */
function scalarsOf(value: YamlNode | undefined): readonly ScalarNode[] {
  if (value?.kind === "scalar") return [value];
  if (value?.kind === "sequence") return value.items.flatMap((item) => (item?.kind === "scalar" ? [item] : []));
  // Labels and other maps of texts.
  return value?.kind === "mapping"
    ? value.entries.flatMap((entry) => (entry.value?.kind === "scalar" ? [entry.value] : []))
    : [];
}

function othersFor(
  { schema }: WrittenField,
  scalar: ScalarNode,
  hosts: ReadonlySet<string>,
): readonly (string | number)[] {
  const isOther = (other: string | number): boolean => String(other) !== scalar.source;
  if (schema.type === "message") return [];
  if (schema.type === "enum")
    return [...(schema.values ?? []).map(({ name }) => name), misspelt(scalar.source)].filter(isOther);
  if (schema.format === "port" || (schema.type === "integer" && /^\d+$/.test(scalar.source)))
    return PORTS.filter(isOther);
  if (schema.format === "host") return [...hosts, misspelt(scalar.source)].filter(isOther);
  if (schema.format === "protocol") return [...PROTOCOLS, misspelt(scalar.source)].filter(isOther);
  if (schema.format === "namespace" || schema.format === "export") return [...NAMESPACES, ".", "*"].filter(isOther);
  return schema.type === "string" && scalar.source.length > 1 ? [misspelt(scalar.source)] : [];
}

/** A text with a letter lost in its middle. */
function misspelt(text: string): string {
  const middle = Math.floor(text.length / 2);
  const at = text.slice(middle).search(/[a-zA-Z]/);
  const cut = at < 0 ? middle : middle + at;
  return text.slice(0, cut) + text.slice(cut + 1);
}
