// Finds every occurrence of an API message in a resource: all `HTTPRetry` objects, all `ServerTLSSettings`, wherever the structure of the kind
// puts them. Rules that judge a message ask here instead of following paths, so a message used twice is judged twice by one rule.
import type { Span } from "../base/span";
import { type FieldSchema, fieldOf, kindSchema } from "../schema/structure";
import type { MappingEntry, MappingNode, YamlNode, YamlPath } from "../syntax/yaml-node";
import type { IstioResource } from "./lower";

/** One occurrence of a message. */
export interface MessageNode {
  readonly message: string;
  readonly node: MappingNode;
  /** From the document's root to the node. */
  readonly path: YamlPath;
  /** The field of `parent` that holds it; empty for the spec itself. */
  readonly field: string;
  readonly parent: MessageNode | undefined;
  /** The smallest text that stands for the whole object: the key that holds it; for an item of a list its first key, or the empty item. */
  readonly at: Span;
}

/** One field of a message as written: its entry, and what the structure says of it. */
export interface WrittenField {
  readonly owner: MessageNode;
  readonly name: string;
  readonly schema: FieldSchema;
  readonly entry: MappingEntry;
}

/** The messages of a resource, also by their name. */
interface Walked {
  readonly all: readonly MessageNode[];
  readonly byName: ReadonlyMap<string, readonly MessageNode[]>;
}

const walks = new WeakMap<IstioResource, Walked>();

/** Every message of a resource, or those with one of the names, in the order of the text. Fields the structure lacks are not entered. */
export function messagesOf(resource: IstioResource, ...names: readonly string[]): readonly MessageNode[] {
  let found = walks.get(resource);
  if (found === undefined) {
    const all = walk(resource);
    const byName = new Map<string, MessageNode[]>();
    for (const node of all) {
      const known = byName.get(node.message);
      if (known === undefined) byName.set(node.message, [node]);
      else known.push(node);
    }
    found = { all, byName };
    walks.set(resource, found);
  }
  const { all, byName } = found;
  const [only] = names;
  if (only === undefined) return all;
  if (names.length === 1) return byName.get(only) ?? NONE;
  return names.some((name) => byName.has(name)) ? all.filter(({ message }) => names.includes(message)) : NONE;
}

const NONE: readonly MessageNode[] = [];

/** Every field written in a resource that the structure knows, in the order of the text. */
export function writtenFields(resource: IstioResource): readonly WrittenField[] {
  return messagesOf(resource).flatMap((owner) =>
    owner.node.entries.flatMap((entry) => {
      const schema = fieldOf(owner.message, entry.key.source);
      return schema === undefined ? [] : [{ owner, name: entry.key.source, schema, entry }];
    }),
  );
}

function walk(resource: IstioResource): readonly MessageNode[] {
  const spec = resource.root.entries.find(({ key }) => key.source === "spec");
  if (spec?.value?.kind !== "mapping") return [];
  const found: MessageNode[] = [];
  const enter = (owner: MessageNode): void => {
    found.push(owner);
    for (const entry of owner.node.entries) {
      const name = entry.key.source;
      const schema = fieldOf(owner.message, name);
      if (schema?.type !== "message" || schema.message === undefined) continue;
      for (const child of elementsOf(entry, schema)) {
        enter({
          message: schema.message,
          node: child.node,
          path: [...owner.path, name, ...child.steps],
          field: name,
          parent: owner,
          at: child.at,
        });
      }
    }
  };
  enter({
    message: kindSchema(resource.type).spec,
    node: spec.value,
    path: [...resource.rootPath, "spec"],
    field: "",
    parent: undefined,
    at: spec.key.span,
  });
  return found;
}

/** The mappings that a field's value consists of: itself, the items of its list, the values of its map. */
function elementsOf(
  entry: MappingEntry,
  schema: FieldSchema,
): readonly { readonly node: MappingNode; readonly steps: YamlPath; readonly at: Span }[] {
  const { value } = entry;
  const one = (
    node: YamlNode | undefined,
    steps: YamlPath,
    at: (node: MappingNode) => Span,
  ): { node: MappingNode; steps: YamlPath; at: Span }[] =>
    node?.kind === "mapping" ? [{ node, steps, at: at(node) }] : [];
  if (schema.shape === undefined) return one(value, [], () => entry.key.span);
  if (schema.shape === "map") {
    if (value?.kind !== "mapping") return [];
    return value.entries.flatMap((inner) => one(inner.value, [inner.key.source], () => inner.key.span));
  }
  if (value?.kind !== "sequence") return [];
  return value.items.flatMap((item, position) =>
    one(item, [position], (node) => node.entries[0]?.key.span ?? node.span),
  );
}
