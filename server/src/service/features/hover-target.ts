// What a position of a file stands on: which resource, which path inside it, key or value. Also in half-typed documents, as far as their kind
// can be read.
import type { Span } from "../base/span";
import { type IstioResource, isIstioResource, resourcesOf } from "../model/lower";
import { istioKind, type IstioKind } from "../schema/structure";
import { cursorAt } from "../syntax/cursor";
import { documentAt, type YamlDocument, type YamlFile } from "../syntax/document";
import { type NodeAt, nodeAt } from "../syntax/node-at";
import { entryOf, nodeAtPath, type YamlNode, type YamlPath } from "../syntax/yaml-node";

/** The thing a position stands on. */
export interface HoverTarget {
  readonly document: YamlDocument;
  readonly kind: IstioKind;
  /** Absent while the document is too broken to be read as a resource. */
  readonly resource: IstioResource | undefined;
  /** From the resource's own mapping: `["spec", "hosts", 0]`. */
  readonly path: YamlPath;
  readonly side: "key" | "value";
  /** The text of the value when it is a single one. */
  readonly scalar: string | undefined;
  /** The key or value under the position, relative to the file. */
  readonly span: Span;
  /** The position, relative to the document. */
  readonly offset: number;
}

/** Finds it; nothing between entries, in comments, and in documents of other kinds. */
export function hoverTarget(file: YamlFile, offset: number): HoverTarget | undefined {
  const found = documentAt(file, offset);
  if (found === undefined || offset < found.start) return undefined;
  const { document, start } = found;
  const root = document.root;
  const whole = root === undefined ? undefined : targetIn(root, document, start, found.offset);
  if (whole !== undefined || document.problems.length === 0) return whole;
  const { tree } = cursorAt(document, found.offset);
  return tree === undefined ? undefined : targetIn(tree, document, start, found.offset);
}

function targetIn(root: YamlNode, document: YamlDocument, start: number, offset: number): HoverTarget | undefined {
  const at = nodeAt(root, offset);
  if (at === undefined) return undefined;
  const owner = ownerOf(root, document, at.path);
  if (owner === undefined) return undefined;
  const span = at.side === "key" ? at.entry?.key.span : at.node?.span;
  if (span === undefined) return undefined;
  return {
    document,
    kind: owner.kind,
    resource: owner.resource,
    path: at.path.slice(owner.depth),
    side: at.side,
    scalar: scalarOf(at),
    span: { start: span.start + start, end: span.end + start },
    offset,
  };
}

/** The innermost resource around a path: the document's own, or an item of a List. */
function ownerOf(
  root: YamlNode,
  document: YamlDocument,
  path: YamlPath,
): { kind: IstioKind; resource: IstioResource | undefined; depth: number } | undefined {
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const rootPath = path.slice(0, depth);
    if (depth > 0 && typeof path[depth - 1] !== "number") continue;
    const mapping = nodeAtPath(root, rootPath);
    const kind = istioKind(scalarText(mapping, "apiVersion"), scalarText(mapping, "kind"));
    if (kind === undefined) continue;
    const resource = resourcesOf(document).find(
      (candidate): candidate is IstioResource => candidate.root === mapping && isIstioResource(candidate),
    );
    return { kind, resource, depth };
  }
  return undefined;
}

function scalarText(node: YamlNode | undefined, key: string): string | undefined {
  const value = entryOf(node, key)?.value;
  return value?.kind === "scalar" ? value.source : undefined;
}

function scalarOf(at: NodeAt): string | undefined {
  if (at.node?.kind !== "scalar") return undefined;
  return typeof at.node.value === "string" ? at.node.value : at.node.source;
}
