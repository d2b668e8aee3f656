// A field that its object must have. A repair exists only where the rest of the resource says what the value must be.
import { knownText, knownTexts } from "../model/field";
import type { IstioResource } from "../model/lower";
import { type ShapeProblem, shapeProblems } from "../model/shape";
import { COMMON_PROTOCOLS } from "../model/protocol";
import { ISTIO_KINDS } from "../schema/structure";
import { setEntry } from "../syntax/edit";
import type { EditValue } from "../syntax/render";
import { entryOf, nodeAtPath, type YamlNode } from "../syntax/yaml-node";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "missing-field",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Required field is missing",
      what: "{place} needs the field {field}.",
      why: "Without it the API server or Istio's webhook rejects the resource.",
      next: "Add {field}.",
    },
    ko: {
      title: "필수 필드가 없음",
      what: "{place} 안에 {field} 필드가 있어야 합니다.",
      why: "이 필드가 없으면 API 서버나 Istio의 웹훅이 리소스를 거부합니다.",
      next: "{field} 필드를 추가합니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
#<^^ error missing-field
  hosts: <none>
  ports:
  - ...
  - number: 443
    #<^^^^ error missing-field
    protocol: HTTPS
`,
    ],
  },
  *check(_cx, resource) {
    for (const { code, span, args } of shapeProblems(resource)) {
      if (code === "missing-field") yield { at: span, args, data: { field: args.field ?? "" } };
    }
  },
  *repair(_cx, resource, { at, data }) {
    const { document } = resource;
    const problem = shapeProblems(resource).find(
      ({ code, span, name }) => code === "missing-field" && span.start === at.start && name === data?.field,
    );
    const owner = problem && nodeAtPath(document.root, problem.path.slice(0, -1));
    const value = problem && evidentValue(resource, problem, owner);
    if (problem === undefined || owner?.kind !== "mapping" || value === undefined) return;
    yield {
      title: { en: "Add {field}", ko: "{field} 필드 추가" },
      args: { field: problem.name },
      changes: [{ document, edits: [setEntry(document, owner, problem.name, value)] }],
      preferred: true,
    };
  },
});

/** The value that the rest of the resource leaves no doubt about. */
function evidentValue(
  resource: IstioResource,
  problem: ShapeProblem,
  owner: YamlNode | undefined,
): EditValue | undefined {
  switch (`${problem.owner}.${problem.name}`) {
    case "ServicePort.name":
    case "Port.name":
      return freePortName(resource, owner);
    case "Port.protocol":
      return COMMON_PROTOCOLS.find(
        (protocol) => protocol === knownText(owner, "name")?.value.split("-")[0]?.toUpperCase(),
      );
    case "TLSMatchAttributes.sniHosts": {
      const hosts = knownTexts(resource.spec, "hosts").map(({ value }) => value);
      return hosts.length > 0 && !hosts.includes("*") ? hosts : undefined;
    }
    default:
      return undefined;
  }
}

/** A name after the protocol, with the number when another port of the resource already has it. */
function freePortName(resource: IstioResource, port: YamlNode | undefined): string | undefined {
  const protocol = knownText(port, "protocol")?.value.toLowerCase().replaceAll("_", "-");
  if (protocol === undefined || protocol === "") return undefined;
  const taken = portNames(resource.spec);
  if (!taken.has(protocol)) return protocol;
  const number = entryOf(port, "number")?.value;
  const name = number?.kind === "scalar" && typeof number.value === "number" ? `${protocol}-${number.value}` : protocol;
  return taken.has(name) ? undefined : name;
}

function portNames(spec: YamlNode | undefined): ReadonlySet<string> {
  const items = (key: string): readonly (YamlNode | undefined)[] => {
    const list = entryOf(spec, key)?.value;
    return list?.kind === "sequence" ? list.items : [];
  };
  const ports = [...items("ports"), ...items("servers").map((server) => entryOf(server, "port")?.value)];
  return new Set(ports.flatMap((port) => knownText(port, "name")?.value ?? []));
}
