// Which findings their author has silenced: by comment (`# istio-egress-disable-next-line <codes>`, `# istio-egress-disable-file <codes>`) or
// by Istio's own annotation `galley.istio.io/analyze-suppress`, which names istioctl's codes.
import type { Resource } from "../model/lower";
import type { YamlFile } from "../syntax/document";

/** The annotation by which istioctl is told to leave a resource alone. */
export const SUPPRESS_ANNOTATION = "galley.istio.io/analyze-suppress";
const COMMENT = /#[ \t]*istio-egress-disable-(next-line|file)(?:[ \t:]+([^\r\n]*))?/g;

/** The silencing comments of a file. No codes after the directive means all codes. */
export interface Suppressions {
  /** Whether a finding of this code is silenced when it starts at this offset of the file. */
  silences(code: string, offset: number): boolean;
}

/** Reads the comments of a file. */
export function readSuppressions(file: YamlFile): Suppressions {
  const directives = [...file.text.matchAll(COMMENT)].map((match) => {
    const lineEnd = file.text.indexOf("\n", match.index);
    const nextEnd = lineEnd < 0 ? -1 : file.text.indexOf("\n", lineEnd + 1);
    return {
      whole: match[1] === "file",
      codes: (match[2] ?? "").split(/[\s,]+/).filter((code) => code !== ""),
      from: lineEnd < 0 ? file.text.length : lineEnd + 1,
      to: lineEnd < 0 || nextEnd < 0 ? file.text.length : nextEnd,
    };
  });
  return {
    silences: (code, offset) =>
      directives.some(
        (directive) =>
          (directive.codes.length === 0 || directive.codes.includes(code)) &&
          (directive.whole || (directive.from <= offset && offset <= directive.to)),
      ),
  };
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
