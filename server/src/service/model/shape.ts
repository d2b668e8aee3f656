// Compares a resource with the structure of its kind: unknown fields, wrong types, values an enum lacks, fields that are required, limits of the
// schema, one-of groups. This is what the API server checks; what Istio's webhook checks beyond lies in the rules. Each resource is walked once.
// Templates and broken YAML are not judged: what they lack or contain is not what will be applied.
import { closest } from "../base/edit-distance";
import type { Span } from "../base/span";
import {
  apiVersionsOf,
  compareReleases,
  type FieldSchema,
  fieldOf,
  kindSchema,
  messageSchema,
} from "../schema/structure";
import {
  entryOf,
  type MappingNode,
  nodeAtPath,
  pathText,
  type ScalarNode,
  type YamlNode,
  type YamlPath,
} from "../syntax/yaml-node";
import { belongingPlace } from "./belonging";
import type { IstioResource } from "./lower";

/** The ways in which a resource can differ from its kind's structure; each is reported by the rule of that name. */
export type ShapeProblemCode =
  | "unknown-field"
  | "wrong-type"
  | "unknown-value"
  | "missing-field"
  | "value-out-of-range"
  | "exclusive-fields"
  | "duplicate-list-key"
  | "unknown-api-version"
  | "newer-than-istio"
  | "deprecated-field"
  | "deprecated-api-version";

/** One difference. `path` leads to the field concerned, `owner` and `name` say what it is in the structure. */
export interface ShapeProblem {
  readonly code: ShapeProblemCode;
  readonly span: Span;
  readonly path: YamlPath;
  readonly owner: string;
  readonly name: string;
  /** The object that an unknown field belongs to, from the document's root. */
  readonly target?: YamlPath;
  /** What was found and what was expected, for the message; see the rules. */
  readonly args: Readonly<Record<string, string | number>>;
}

const shapes = new WeakMap<IstioResource, readonly ShapeProblem[]>();

/** All differences of a resource, in the order of its text; `newer-than-istio` ones carry the release in `args.since` for the rule to compare. */
export function shapeProblems(resource: IstioResource): readonly ShapeProblem[] {
  let problems = shapes.get(resource);
  if (problems === undefined) {
    problems = isReadable(resource) ? new ShapeWalk(resource).run() : [];
    shapes.set(resource, problems);
  }
  return problems;
}

/** The difference of one kind that a span stands for. */
export function shapeProblemAt(resource: IstioResource, code: ShapeProblemCode, at: Span): ShapeProblem | undefined {
  return shapeProblems(resource).find(
    ({ code: candidate, span }) => candidate === code && span.start === at.start && span.end === at.end,
  );
}

/** Whether a resource's text is what will be applied, so that its structure can be judged. A repeated key does not hide anything. */
export function isReadable(resource: IstioResource): boolean {
  const { document } = resource;
  return !document.templated && document.problems.every(({ code }) => code === "yaml-duplicate-key");
}

/** Fields that every Kubernetes resource may have beside its spec. */
const TOP_LEVEL = ["apiVersion", "kind", "metadata", "spec", "status"];

/** Kinds whose spec may be left out: everything in it is optional. */
const SPEC_OPTIONAL = ["ProxyConfig"];

/** Ports have their own limits, which rules judge by what the port is for. */
const PORT_FIELDS = new Set([
  "Port.number",
  "Port.targetPort",
  "PortSelector.number",
  "ServicePort.number",
  "ServicePort.targetPort",
  "SidecarPort.number",
  "SidecarPort.targetPort",
  "TunnelSettings.targetPort",
  "HTTPMatchRequest.port",
  "TLSMatchAttributes.port",
  "L4MatchAttributes.port",
  "HTTPRedirect.port",
  "WorkloadEntry.ports",
]);

/** Plain words that Kubernetes' YAML reader, which follows YAML 1.1, takes for booleans. */
const OLD_BOOLEAN = /^(?:y|n|yes|no|on|off)$/i;

class ShapeWalk {
  private readonly problems: ShapeProblem[] = [];

  constructor(private readonly resource: IstioResource) {}

  run(): readonly ShapeProblem[] {
    const { root, rootPath, type } = this.resource;
    this.apiVersion();
    for (const entry of root.entries) {
      const name = entry.key.source;
      if (TOP_LEVEL.includes(name)) continue;
      this.unknown(entry.key, [], "Resource", TOP_LEVEL);
    }
    const spec = entryOf(root, "spec");
    if (spec === undefined) {
      if (!SPEC_OPTIONAL.includes(type)) {
        this.add("missing-field", this.resource.kind.span, [...rootPath, "spec"], "Resource", "spec", {
          field: "spec",
          place: type,
        });
      }
    } else if (spec.value?.kind === "mapping") {
      this.message(spec.value, kindSchema(type).spec, [...rootPath, "spec"], spec.key.span, undefined);
    } else if (spec.value !== undefined || !SPEC_OPTIONAL.includes(type)) {
      this.wrongType(
        spec.value?.span ?? spec.key.span,
        [...rootPath, "spec"],
        "Resource",
        "spec",
        "object",
        describe(spec.value),
      );
    }
    return this.problems.sort((a, b) => a.span.start - b.span.start);
  }

  private apiVersion(): void {
    const { apiVersion, type, rootPath } = this.resource;
    if (apiVersion === undefined) return;
    const served = apiVersionsOf(type);
    const current = served[0] ?? "";
    const path = [...rootPath, "apiVersion"];
    if (!served.includes(apiVersion.value)) {
      this.add("unknown-api-version", apiVersion.span, path, "Resource", "apiVersion", {
        value: apiVersion.value,
        suggestion: current,
        owner: type,
      });
    } else if (apiVersion.value !== current) {
      this.add("deprecated-api-version", apiVersion.span, path, "Resource", "apiVersion", {
        value: apiVersion.value,
        suggestion: current,
        owner: type,
      });
    }
  }

  private message(node: MappingNode, message: string, path: YamlPath, keySpan: Span, since: string | undefined): void {
    const fields = messageSchema(message).fields;
    const groups = new Map<string, { name: string; span: Span }>();
    for (const entry of node.entries) {
      const name = entry.key.source;
      const field = fieldOf(message, name);
      const at = [...path, name];
      if (field === undefined) {
        const free = Object.keys(fields).filter((known) => entryOf(node, known) === undefined);
        if (!entry.key.placeholder) this.unknown(entry.key, this.relative(path), message, free);
        continue;
      }
      if (entry.value !== undefined && isNull(entry.value)) continue;
      const younger = later(field.since, since);
      if (field.since !== undefined && younger !== since) {
        this.add("newer-than-istio", entry.key.span, at, message, name, { field: name, since: field.since });
      }
      if (field.deprecated === true) this.add("deprecated-field", entry.key.span, at, message, name, { field: name });
      if (field.oneOf !== undefined) {
        const first = groups.get(field.oneOf);
        if (first === undefined) groups.set(field.oneOf, { name, span: entry.key.span });
        else this.add("exclusive-fields", entry.key.span, at, message, name, { field: name, other: first.name });
      }
      this.field(entry.value, entry.key.span, field, at, message, name, younger);
    }
    for (const [name, field] of Object.entries(fields)) {
      if (field.required !== true) continue;
      const entry = entryOf(node, name);
      if (entry?.value !== undefined && !isNull(entry.value)) continue;
      const span = entry?.key.span ?? (node.entries.length === 0 ? node.span : keySpan);
      this.add("missing-field", span, [...path, name], message, name, { field: name, place: this.placeText(path) });
    }
  }

  /** `place` is where the object stands, `elsewhere` where the field belongs, `suggestion` a field of the object with a similar name. */
  private unknown(key: ScalarNode, path: YamlPath, message: string, fields: readonly string[]): void {
    const { type, rootPath, root } = this.resource;
    const name = key.source;
    const other = belongingPlace(type, path, name);
    const suggestion = closest(name, fields) ?? "";
    const taken = other !== undefined && entryOf(nodeAtPath(root, other), name) !== undefined;
    const elsewhere =
      other === undefined || (suggestion !== "" && (taken || other.length > path.length))
        ? ""
        : pathText(other, "wildcard");
    this.add(
      "unknown-field",
      key.span,
      [...rootPath, ...path, name],
      message,
      name,
      {
        field: name,
        suggestion: elsewhere === "" ? suggestion : "",
        place: path.length === 0 ? type : pathText(path, "wildcard"),
        elsewhere,
      },
      elsewhere === "" || other === undefined ? undefined : [...rootPath, ...other],
    );
  }

  private relative(path: YamlPath): YamlPath {
    return path.slice(this.resource.rootPath.length);
  }

  /** The object at a path, as people name it. */
  private placeText(path: YamlPath): string {
    const text = pathText(this.relative(path), "wildcard");
    return text === "" ? this.resource.type : text;
  }

  private field(
    node: YamlNode | undefined,
    keySpan: Span,
    field: FieldSchema,
    path: YamlPath,
    owner: string,
    name: string,
    since: string | undefined,
  ): void {
    // A key that stands alone is null to Kubernetes: the field is simply not set.
    if (node === undefined) return;
    if (isPlaceholder(node)) return;
    if (field.shape === "list") {
      if (node.kind !== "sequence") {
        this.wrongType(node.span, path, owner, name, "list", describe(node));
        return;
      }
      this.limit(node.items.length, field.minItems, field.maxItems, "items", node.span, path, owner, name);
      const seen = new Set<string>();
      for (const [position, item] of node.items.entries()) {
        if (item === undefined) {
          this.wrongType(
            keySpan,
            [...path, position],
            owner,
            name,
            field.type === "message" ? "object" : field.type,
            "nothing",
          );
          continue;
        }
        const at = (item.kind === "mapping" ? item.entries[0]?.key.span : undefined) ?? item.span;
        this.single(item, at, field, [...path, position], owner, name, since);
        this.listKey(item, field, seen, [...path, position], owner, name);
      }
    } else if (field.shape === "map") {
      if (node.kind !== "mapping") {
        this.wrongType(node.span, path, owner, name, "map", describe(node));
        return;
      }
      this.limit(node.entries.length, undefined, field.maxProperties, "properties", node.span, path, owner, name);
      for (const entry of node.entries) {
        const at = [...path, entry.key.source];
        if (entry.value !== undefined) this.single(entry.value, entry.key.span, field, at, owner, name, since);
        else if (field.type === "message") this.wrongType(entry.key.span, at, owner, name, "object", "nothing");
      }
    } else {
      this.single(node, keySpan, field, path, owner, name, since);
    }
  }

  private listKey(
    item: YamlNode,
    field: FieldSchema,
    seen: Set<string>,
    path: YamlPath,
    owner: string,
    name: string,
  ): void {
    const keys = field.listKeys ?? [];
    const [key] = keys;
    if (key === undefined) return;
    const values = keys.map((part) => entryOf(item, part)?.value);
    const text = values.map((value) => (value?.kind === "scalar" ? value.source : "")).join("\n");
    const first = values[0];
    if (first === undefined) return;
    if (seen.has(text))
      this.add("duplicate-list-key", first.span, [...path, key], owner, name, { field: key, value: text, list: name });
    seen.add(text);
  }

  private single(
    node: YamlNode,
    keySpan: Span,
    field: FieldSchema,
    path: YamlPath,
    owner: string,
    name: string,
    since: string | undefined,
  ): void {
    if (isPlaceholder(node)) return;
    if (field.type === "message") {
      if (node.kind === "mapping" && field.message !== undefined)
        this.message(node, field.message, path, keySpan, since);
      else this.wrongType(node.span, path, owner, name, "object", describe(node));
      return;
    }
    if (node.kind !== "scalar") {
      this.wrongType(node.span, path, owner, name, field.type, describe(node));
      return;
    }
    if (node.value === undefined) {
      if (field.shape !== undefined) this.wrongType(node.span, path, owner, name, field.type, "nothing");
      return;
    }
    this.scalar(node, field, path, owner, name);
  }

  private scalar(node: ScalarNode, field: FieldSchema, path: YamlPath, owner: string, name: string): void {
    const { value } = node;
    switch (field.type) {
      case "integer":
        if (typeof value !== "number" || !Number.isInteger(value)) {
          this.wrongType(node.span, path, owner, name, "integer", describe(node));
          return;
        }
        if (PORT_FIELDS.has(`${owner}.${name}`)) return;
        this.limit(
          value,
          field.itemMinimum ?? field.minimum,
          field.itemMaximum ?? field.maximum,
          "value",
          node.span,
          path,
          owner,
          name,
        );
        return;
      case "number":
        if (typeof value !== "number") this.wrongType(node.span, path, owner, name, "number", describe(node));
        else this.limit(value, field.minimum, field.maximum, "value", node.span, path, owner, name);
        return;
      case "boolean":
        if (typeof value === "boolean" || isOldBoolean(node)) return;
        this.wrongType(node.span, path, owner, name, "boolean", describe(node));
        return;
      case "enum": {
        const known = (field.values ?? []).find((candidate) => candidate.name === value);
        if (typeof value !== "string") {
          this.wrongType(node.span, path, owner, name, "enum", describe(node));
        } else if (known === undefined) {
          const names = (field.values ?? []).map((candidate) => candidate.name);
          const suggestion =
            names.find((candidate) => candidate.toLowerCase() === value.toLowerCase()) ?? closest(value, names) ?? "";
          this.add("unknown-value", node.span, path, owner, name, {
            field: name,
            value,
            suggestion,
            allowed: names.join(", "),
          });
        } else {
          if (known.since !== undefined) {
            this.add("newer-than-istio", node.span, path, owner, name, { field: value, since: known.since });
          }
          if (known.deprecated === true) this.add("deprecated-field", node.span, path, owner, name, { field: value });
        }
        return;
      }
      case "string":
      case "bytes":
      case "duration":
        if (typeof value !== "string" || isOldBoolean(node)) {
          this.wrongType(node.span, path, owner, name, field.type, isOldBoolean(node) ? "boolean" : describe(node));
          return;
        }
        this.limit(
          value.length,
          undefined,
          field.shape === "list" ? field.itemMaxLength : field.maxLength,
          "length",
          node.span,
          path,
          owner,
          name,
        );
        return;
      case "message":
        return;
    }
  }

  private limit(
    actual: number,
    minimum: number | undefined,
    maximum: number | undefined,
    what: "value" | "items" | "properties" | "length",
    span: Span,
    path: YamlPath,
    owner: string,
    name: string,
  ): void {
    if (minimum !== undefined && actual < minimum) {
      this.add("value-out-of-range", span, path, owner, name, {
        field: name,
        actual,
        limit: minimum,
        what,
        side: "minimum",
      });
    } else if (maximum !== undefined && actual > maximum) {
      this.add("value-out-of-range", span, path, owner, name, {
        field: name,
        actual,
        limit: maximum,
        what,
        side: "maximum",
      });
    }
  }

  private wrongType(span: Span, path: YamlPath, owner: string, name: string, expected: string, actual: string): void {
    this.add("wrong-type", span, path, owner, name, { field: name, expected, actual });
  }

  private add(
    code: ShapeProblemCode,
    span: Span,
    path: YamlPath,
    owner: string,
    name: string,
    args: Readonly<Record<string, string | number>>,
    target?: YamlPath,
  ): void {
    this.problems.push({ code, span, path, owner, name, args, ...(target === undefined ? {} : { target }) });
  }
}

/** What a node is, in the words of the schema. */
function describe(node: YamlNode | undefined): string {
  if (node === undefined) return "nothing";
  if (node.kind === "mapping") return "object";
  if (node.kind === "sequence") return "list";
  switch (typeof node.value) {
    case "string":
      return "string";
    case "boolean":
      return "boolean";
    case "number":
      return Number.isInteger(node.value) ? "integer" : "number";
    case "bigint":
      return "integer";
    default:
      return "nothing";
  }
}

function isNull(node: YamlNode): boolean {
  return node.kind === "scalar" && node.value === undefined && !node.placeholder;
}

function isOldBoolean(node: ScalarNode): boolean {
  return node.style === "plain" && OLD_BOOLEAN.test(node.source);
}

function isPlaceholder(node: YamlNode): boolean {
  return node.kind === "scalar" && node.placeholder;
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined) return b;
  return b === undefined || compareReleases(a, b) > 0 ? a : b;
}
