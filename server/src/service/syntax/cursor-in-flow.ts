// The cursor inside a flow collection: the innermost one that holds it, and the part between two commas that it touches.
import type { FlowCollection, FlowSegment } from "./cursor-flow";
import { type CursorReading, keyReading, noWord, valueReading, wordAt } from "./cursor-reading";
import { valueNode } from "./cursor-tree";
import type { YamlPath } from "./yaml-node";

/** What could be typed at an offset inside a flow collection that stands at `path`. */
export function flowReadings(
  text: string,
  flow: FlowCollection,
  offset: number,
  path: YamlPath,
): readonly CursorReading[] {
  const position = flow.segments.findIndex((segment) => segment.start <= offset && offset <= segment.end);
  const segment = flow.segments[position];
  if (segment === undefined) return [];
  if (flow.kind === "sequence") return inList(text, flow, segment, offset, [...path, position]);
  return inMapping(text, flow, segment, offset, path);
}

function inList(
  text: string,
  flow: FlowCollection,
  segment: FlowSegment,
  offset: number,
  path: YamlPath,
): readonly CursorReading[] {
  if (segment.key !== undefined) return [];
  const { value } = segment;
  const siblings = flow.segments.flatMap((other) =>
    other !== segment && other.value?.kind === "scalar" ? [other.value.text] : [],
  );
  if (value === undefined) {
    const lead = text[offset - 1] === "," ? " " : "";
    return [valueReading({ path, word: noWord(offset), lead, column: 0, flow: true, siblings })];
  }
  if (value.kind === "flow") return inner(text, value.flow, offset, path);
  if (value.kind !== "scalar" || offset < value.span.start || offset > value.span.end) return [];
  return [valueReading({ path, word: wordAt(value, offset), column: 0, flow: true, siblings })];
}

function inMapping(
  text: string,
  flow: FlowCollection,
  segment: FlowSegment,
  offset: number,
  path: YamlPath,
): readonly CursorReading[] {
  const present = flow.segments.flatMap((other) => {
    const name = other === segment ? undefined : nameOf(other);
    return name === undefined ? [] : [name.text];
  });
  const name = nameOf(segment);
  const hasColon = segment.colonEnd !== undefined;
  if (name === undefined) {
    if (hasColon || segment.value !== undefined) return [];
    const lead = text[offset - 1] === "," ? " " : "";
    return [keyReading({ path, word: noWord(offset), lead, column: 0, flow: true, present })];
  }
  if (offset <= name.span.end) {
    if (offset < name.span.start) return [];
    const current = hasColon && segment.value !== undefined ? valueNode(segment.value) : undefined;
    return [keyReading({ path, word: wordAt(name, offset), column: 0, flow: true, present, hasColon, current })];
  }
  if (segment.colonEnd === undefined || offset < segment.colonEnd) return [];
  const { value } = segment;
  const at = [...path, name.text];
  const lead = offset === segment.colonEnd ? " " : "";
  if (value === undefined) return [valueReading({ path: at, word: noWord(offset), lead, column: 0, flow: true })];
  if (value.kind === "flow") return inner(text, value.flow, offset, at);
  if (value.kind !== "scalar" || offset > value.span.end) return [];
  const isGap = offset < value.span.start;
  if (isGap && text.slice(offset, value.span.start).includes("\n")) return [];
  return [valueReading({ path: at, word: wordAt(value, offset), lead: isGap ? lead : "", column: 0, flow: true })];
}

/** `{a}` is a key whose colon is still missing. */
function nameOf(segment: FlowSegment): FlowSegment["key"] {
  if (segment.key !== undefined || segment.colonEnd !== undefined) return segment.key;
  return segment.value?.kind === "scalar" ? segment.value : undefined;
}

function inner(text: string, flow: FlowCollection, offset: number, path: YamlPath): readonly CursorReading[] {
  const isInside = flow.span.start < offset && (offset < flow.span.end || !flow.closed);
  return isInside ? flowReadings(text, flow, offset, path) : [];
}
