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
  type SequenceNode,
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

/** A place in the resource: its path from the document's root, and what it is in the structure. */
interface Spot {
  readonly path: YamlPath;
  readonly owner: string;
  readonly name: string;
}

/** A place whose value is to be judged. */
interface FieldSpot extends Spot {
  readonly field: FieldSchema;
  /** What stands for the value where it is missing: its key, or the first key of an item. */
  readonly keySpan: Span;
  /** The release that brought the youngest of the fields around it. */
  readonly since: string | undefined;
}

/** A number that has limits: of a value itself, or of how much there is. */
interface Measured {
  readonly what: "value" | "items" | "properties" | "length";
  readonly actual: number;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly at: Span;
}

/** Plain words that Kubernetes' YAML reader, which follows YAML 1.1, takes for booleans. */
const OLD_BOOLEAN = /^(?:y|n|yes|no|on|off)$/i;

class ShapeWalk {
  private readonly problems: ShapeProblem[] = [];

  constructor(private readonly resource: IstioResource) {}

  run(): readonly ShapeProblem[] {
    const { root, rootPath, type, kind } = this.resource;
    this.apiVersion();
    for (const entry of root.entries) {
      if (!TOP_LEVEL.includes(entry.key.source)) this.unknown(entry.key, [], "Resource", TOP_LEVEL);
    }
    const spec = entryOf(root, "spec");
    const spot: Spot = { path: [...rootPath, "spec"], owner: "Resource", name: "spec" };
    if (spec === undefined) {
      if (!SPEC_OPTIONAL.includes(type)) this.add("missing-field", kind.span, spot, { field: "spec", place: type });
    } else if (spec.value?.kind === "mapping") {
      this.message(spec.value, kindSchema(type).spec, { path: spot.path, keySpan: spec.key.span, since: undefined });
    } else if (spec.value !== undefined || !SPEC_OPTIONAL.includes(type)) {
      this.wrongType(spec.value?.span ?? spec.key.span, spot, "object", describe(spec.value));
    }
    return this.problems.sort((a, b) => a.span.start - b.span.start);
  }

  private apiVersion(): void {
    const { apiVersion, type, rootPath } = this.resource;
    if (apiVersion === undefined) return;
    const served = apiVersionsOf(type);
    const current = served[0] ?? "";
    if (apiVersion.value === current) return;
    const code = served.includes(apiVersion.value) ? "deprecated-api-version" : "unknown-api-version";
    this.add(
      code,
      apiVersion.span,
      { path: [...rootPath, "apiVersion"], owner: "Resource", name: "apiVersion" },
      { value: apiVersion.value, suggestion: current, owner: type },
    );
  }

  private message(
    node: MappingNode,
    message: string,
    { path, keySpan, since }: Pick<FieldSpot, "path" | "keySpan" | "since">,
  ): void {
    const { fields } = messageSchema(message);
    const groups = new Map<string, string>();
    let free: readonly string[] | undefined;
    for (const entry of node.entries) {
      const name = entry.key.source;
      const field = fieldOf(message, name);
      const spot: Spot = { path: [...path, name], owner: message, name };
      if (field === undefined) {
        free ??= unwritten(node, Object.keys(fields));
        if (!entry.key.placeholder) this.unknown(entry.key, this.relative(path), message, free);
        continue;
      }
      if (entry.value !== undefined && isNull(entry.value)) continue;
      const younger = later(field.since, since);
      if (field.since !== undefined && younger !== since) {
        this.add("newer-than-istio", entry.key.span, spot, { field: name, since: field.since });
      }
      if (field.deprecated === true) this.add("deprecated-field", entry.key.span, spot, { field: name });
      if (field.oneOf !== undefined) {
        const first = groups.get(field.oneOf);
        if (first === undefined) groups.set(field.oneOf, name);
        else this.add("exclusive-fields", entry.key.span, spot, { field: name, other: first });
      }
      this.field(entry.value, { ...spot, field, keySpan: entry.key.span, since: younger });
    }
    for (const [name, field] of Object.entries(fields)) {
      if (field.required !== true) continue;
      const entry = entryOf(node, name);
      if (entry?.value !== undefined && !isNull(entry.value)) continue;
      const span = entry?.key.span ?? (node.entries.length === 0 ? node.span : keySpan);
      const spot: Spot = { path: [...path, name], owner: message, name };
      this.add("missing-field", span, spot, { field: name, place: this.placeText(path) });
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
      { path: [...rootPath, ...path, name], owner: message, name },
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

  private field(node: YamlNode | undefined, spot: FieldSpot): void {
    // A key that stands alone is null to Kubernetes: the field is simply not set.
    if (node === undefined || isPlaceholder(node)) return;
    const { field } = spot;
    if (field.shape === undefined) this.single(node, spot);
    else if (field.shape === "list") {
      if (node.kind === "sequence") this.list(node, spot);
      else this.wrongType(node.span, spot, "list", describe(node));
    } else if (node.kind === "mapping") this.map(node, spot);
    else this.wrongType(node.span, spot, "map", describe(node));
  }

  private list(node: SequenceNode, spot: FieldSpot): void {
    const { field, path } = spot;
    const { minItems: minimum, maxItems: maximum } = field;
    this.limit(spot, { what: "items", actual: node.items.length, minimum, maximum, at: node.span });
    const seen = new Set<string>();
    for (const [position, item] of node.items.entries()) {
      const of = { ...spot, path: [...path, position] };
      if (item === undefined) {
        this.wrongType(spot.keySpan, of, field.type === "message" ? "object" : field.type, "nothing");
        continue;
      }
      const first = item.kind === "mapping" ? item.entries[0]?.key.span : undefined;
      this.single(item, { ...of, keySpan: first ?? item.span });
      this.listKey(item, of, seen);
    }
  }

  private map(node: MappingNode, spot: FieldSpot): void {
    const { field, path } = spot;
    const count = node.entries.length;
    this.limit(spot, { what: "properties", actual: count, maximum: field.maxProperties, at: node.span });
    for (const { key, value } of node.entries) {
      const of = { ...spot, path: [...path, key.source], keySpan: key.span };
      if (value !== undefined) this.single(value, of);
      else if (field.type === "message") this.wrongType(key.span, of, "object", "nothing");
    }
  }

  private listKey(item: YamlNode, spot: FieldSpot, seen: Set<string>): void {
    const keys = spot.field.listKeys ?? [];
    const [key] = keys;
    if (key === undefined) return;
    const values = keys.map((part) => entryOf(item, part)?.value);
    const text = values.map((value) => (value?.kind === "scalar" ? value.source : "")).join("\n");
    const first = values[0];
    if (first === undefined) return;
    if (seen.has(text)) {
      const args = { field: key, value: text, list: spot.name };
      this.add("duplicate-list-key", first.span, { ...spot, path: [...spot.path, key] }, args);
    }
    seen.add(text);
  }

  private single(node: YamlNode, spot: FieldSpot): void {
    if (isPlaceholder(node)) return;
    const { field } = spot;
    if (field.type === "message") {
      if (node.kind === "mapping" && field.message !== undefined) this.message(node, field.message, spot);
      else this.wrongType(node.span, spot, "object", describe(node));
    } else if (node.kind !== "scalar") this.wrongType(node.span, spot, field.type, describe(node));
    else if (node.value !== undefined) this.scalar(node, spot);
    else if (field.shape !== undefined) this.wrongType(node.span, spot, field.type, "nothing");
  }

  private scalar(node: ScalarNode, spot: FieldSpot): void {
    const { value, span } = node;
    const { field } = spot;
    switch (field.type) {
      case "integer":
        if (typeof value !== "number" || !Number.isInteger(value)) {
          this.wrongType(span, spot, "integer", describe(node));
          return;
        }
        // Ports have their own limits, which rules judge by what the port is for.
        if (field.format === "port") return;
        this.limit(spot, {
          what: "value",
          actual: value,
          minimum: field.itemMinimum ?? field.minimum,
          maximum: field.itemMaximum ?? field.maximum,
          at: span,
        });
        return;
      case "number":
        if (typeof value !== "number") this.wrongType(span, spot, "number", describe(node));
        else {
          const { minimum, maximum } = field;
          this.limit(spot, { what: "value", actual: value, minimum, maximum, at: span });
        }
        return;
      case "boolean":
        if (typeof value === "boolean" || isOldBoolean(node)) return;
        this.wrongType(span, spot, "boolean", describe(node));
        return;
      case "enum":
        this.enumValue(node, spot);
        return;
      case "string":
      case "bytes":
      case "duration": {
        if (typeof value !== "string" || isOldBoolean(node)) {
          this.wrongType(span, spot, field.type, isOldBoolean(node) ? "boolean" : describe(node));
          return;
        }
        const maximum = field.shape === "list" ? field.itemMaxLength : field.maxLength;
        this.limit(spot, { what: "length", actual: value.length, maximum, at: span });
        return;
      }
      case "message":
        return;
    }
  }

  private enumValue(node: ScalarNode, spot: FieldSpot): void {
    const { value, span } = node;
    const { field, name } = spot;
    if (typeof value !== "string") {
      this.wrongType(span, spot, "enum", describe(node));
      return;
    }
    const known = (field.values ?? []).find((candidate) => candidate.name === value);
    if (known === undefined) {
      const names = (field.values ?? []).map((candidate) => candidate.name);
      const suggestion =
        names.find((candidate) => candidate.toLowerCase() === value.toLowerCase()) ?? closest(value, names) ?? "";
      this.add("unknown-value", span, spot, { field: name, value, suggestion, allowed: names.join(", ") });
      return;
    }
    if (known.since !== undefined) this.add("newer-than-istio", span, spot, { field: value, since: known.since });
    if (known.deprecated === true) this.add("deprecated-field", span, spot, { field: value });
  }

  private limit(spot: Spot, { what, actual, minimum, maximum, at }: Measured): void {
    if (minimum !== undefined && actual < minimum) {
      const args = { field: spot.name, actual, limit: minimum, what, side: "minimum" };
      this.add("value-out-of-range", at, spot, args);
    } else if (maximum !== undefined && actual > maximum) {
      const args = { field: spot.name, actual, limit: maximum, what, side: "maximum" };
      this.add("value-out-of-range", at, spot, args);
    }
  }

  private wrongType(span: Span, spot: Spot, expected: string, actual: string): void {
    this.add("wrong-type", span, spot, { field: spot.name, expected, actual });
  }

  private add(
    code: ShapeProblemCode,
    span: Span,
    { path, owner, name }: Spot,
    args: ShapeProblem["args"],
    target?: YamlPath,
  ): void {
    this.problems.push({ code, span, path, owner, name, args, ...(target === undefined ? {} : { target }) });
  }
}

/** Those of some keys that a mapping does not have. */
function unwritten(node: MappingNode, keys: readonly string[]): readonly string[] {
  const written = new Set(node.entries.map(({ key }) => key.source));
  return keys.filter((key) => !written.has(key));
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
