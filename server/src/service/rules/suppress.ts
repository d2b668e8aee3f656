// Which findings their author has silenced: by comment (`# istio-egress-disable-next-line <codes>`, `# istio-egress-disable-file <codes>`) or
// by Istio's own annotation `galley.istio.io/analyze-suppress`, which names istioctl's codes.
import type { Resource } from "../model/lower";

/** The annotation by which istioctl is told to leave a resource alone. */
export const SUPPRESS_ANNOTATION = "galley.istio.io/analyze-suppress";
const MARK = "istio-egress-disable-";
const COMMENT = /#[ \t]*istio-egress-disable-(next-line|file)(?:[ \t:]+([^\r\n]*))?/g;

/** A silencing comment of a document. Without codes it silences all. */
export interface Directive {
  readonly whole: boolean;
  readonly codes: readonly string[];
  /** The line it is about, for one that is not about the whole file. */
  readonly from: number;
  readonly to: number;
}

/** Reads the silencing comments of a document's text. */
export function readDirectives(text: string): readonly Directive[] {
  if (!text.includes(MARK)) return [];
  return [...text.matchAll(COMMENT)].map((match) => {
    const lineEnd = text.indexOf("\n", match.index);
    const nextEnd = lineEnd < 0 ? -1 : text.indexOf("\n", lineEnd + 1);
    return {
      whole: match[1] === "file",
      codes: (match[2] ?? "").split(/[\s,]+/).filter((code) => code !== ""),
      from: lineEnd < 0 ? text.length : lineEnd + 1,
      to: lineEnd < 0 || nextEnd < 0 ? text.length : nextEnd,
    };
  });
}

/** Whether comments silence a finding of this code that starts at this offset of their document. */
export function isSilenced(directives: readonly Directive[], code: string, offset: number): boolean {
  return directives.some(
    (directive) => names(directive, code) && !directive.whole && directive.from <= offset && offset <= directive.to,
  );
}

/** Whether a comment, in whatever document of the file, silences a code in the whole file. */
export function isSilencedInFile(directives: readonly Directive[], code: string): boolean {
  return directives.some((directive) => directive.whole && names(directive, code));
}

/** Whether the resource's annotation silences a rule that corresponds to these codes of istioctl. */
export function isSuppressedByAnnotation(resource: Resource, seeAlso: readonly string[]): boolean {
  const value = resource.annotations[SUPPRESS_ANNOTATION];
  if (value === undefined) return false;
  const codes = value.split(",").map((code) => code.trim());
  return codes.includes("*")
    ? seeAlso.some((code) => code.startsWith("IST"))
    : seeAlso.some((code) => codes.includes(code));
}

function names({ codes }: Directive, code: string): boolean {
  return codes.length === 0 || codes.includes(code);
}
