// Names and namespaces as Kubernetes takes them: lower case, digits and dashes, and dots in names. A Gateway's name may not have dots, because
// VirtualServices point at it by name.
import { type Field, knownText } from "../model/field";
import { isReadable } from "../model/shape";
import { isDnsLabel } from "../model/values";
import { ISTIO_KINDS } from "../schema/structure";
import { replaceScalar } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";

const LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
const NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const NAMESPACE = new RegExp(`^${LABEL}$`);

export const rule = defineRule({
  code: "invalid-resource-name",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Name that Kubernetes does not accept",
      what: '"{name}" is no valid name of a resource.',
      why: "Kubernetes refuses the resource.",
      next: "Use lower-case letters, digits, dashes and dots, up to 253 characters, with a letter or digit at both ends.",
    },
    ko: {
      title: "Kubernetes가 받아들이지 않는 이름",
      what: '"{name}" 값은 리소스 이름으로 쓸 수 없습니다.',
      why: "Kubernetes가 이 리소스를 거부합니다.",
      next: "영문 소문자, 숫자, 하이픈, 점으로 253자까지 쓰고 처음과 끝은 영문자나 숫자로 합니다.",
    },
  },
  variants: {
    "upper-case": {
      en: { what: '"{name}" has capital letters.', next: "Write it in lower case." },
      ko: { what: '"{name}" 값에 영문 대문자가 있습니다.', next: "소문자로 씁니다." },
    },
    namespace: {
      en: {
        what: '"{name}" is no valid name of a namespace.',
        next: "Use lower-case letters, digits and dashes, up to 63 characters.",
      },
      ko: {
        what: '"{name}" 값은 네임스페이스 이름으로 쓸 수 없습니다.',
        next: "영문 소문자, 숫자, 하이픈으로 63자까지 씁니다.",
      },
    },
    gateway: {
      en: {
        what: 'The Gateway name "{name}" has a dot or is longer than 63 characters.',
        why: "Istio's admission webhook rejects it: VirtualServices name a Gateway by namespace and name.",
        next: "Use letters, digits and dashes only, up to 63 characters.",
      },
      ko: {
        what: 'Gateway 이름 "{name}" 값에 점이 있거나 63자보다 깁니다.',
        why: "VirtualService가 네임스페이스와 이름으로 Gateway를 가리키므로 Istio의 admission 웹훅이 거부합니다.",
        next: "영문자, 숫자, 하이픈으로만 63자까지 씁니다.",
      },
    },
    missing: {
      en: { what: "This {kind} has no name.", next: "Add metadata.name." },
      ko: { what: "이 {kind} 리소스에 이름이 없습니다.", next: "metadata.name 필드를 추가합니다." },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
metadata:
  name: Finance_API
  #     ^^^^^^^^^^^ error invalid-resource-name
  namespace: shop.prod
  #          ^^^^^^^^^ error invalid-resource-name
`,
      `kind: Gateway
metadata:
  name: egress.gateway
  #     ^^^^^^^^^^^^^^ error invalid-resource-name
`,
    ],
    good: [
      `kind: ServiceEntry
metadata:
  name: api.example.com
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    const metadata = entryOf(resource.root, "metadata");
    const { value } = metadata ?? {};
    const name = knownText(value, "name");
    const nameEntry = entryOf(value, "name")?.value ?? entryOf(value, "generateName")?.value;
    // A patch may leave the whole metadata to its generator; metadata without a name names nothing.
    if (metadata !== undefined && value?.kind === "mapping" && nameEntry === undefined) {
      yield { at: metadata.key.span, args: { kind: resource.type }, variant: "missing" };
    } else if (name !== undefined) {
      const variant = nameProblem(name, resource.type === "Gateway");
      if (variant !== undefined) {
        yield {
          at: name.span,
          args: { name: name.value },
          ...(variant === "name" ? {} : { variant }),
          ...severityOf(variant),
        };
      }
    }
    const namespace = knownText(value, "namespace");
    if (namespace === undefined || namespace.value === "" || isNamespace(namespace.value)) return;
    const variant = isNamespace(namespace.value.toLowerCase()) ? "upper-case" : "namespace";
    yield { at: namespace.span, args: { name: namespace.value }, variant, ...severityOf(variant) };
  },
  *repair(_cx, resource, { at, variant, args }) {
    if (variant !== "upper-case") return;
    const metadata = entryOf(resource.root, "metadata")?.value;
    const entries = metadata?.kind === "mapping" ? metadata.entries : [];
    const node = entries.find(({ value }) => value?.span.start === at.start)?.value;
    if (node?.kind !== "scalar") return;
    const name = String(args.name).toLowerCase();
    yield {
      title: {
        en: "Change to {name}; resources that name it must change too",
        ko: "{name} 이름으로 변경 (이 이름을 쓰는 리소스도 바꿔야 합니다)",
      },
      args: { name },
      changes: [{ document: resource.document, edits: [replaceScalar(node, name)] }],
    };
  },
});

type Variant = "name" | "gateway" | "upper-case" | "namespace";

/** Names in capitals are refused as well, but stand in many examples for a name still to be chosen. */
function severityOf(variant: Variant): { readonly severity?: "information" } {
  return variant === "upper-case" ? { severity: "information" } : {};
}

function isNamespace(text: string): boolean {
  return NAMESPACE.test(text) && isDnsLabel(text);
}

function nameProblem({ value }: Field<string>, isGateway: boolean): Variant | undefined {
  const isName = (text: string): boolean => text.length <= 253 && NAME.test(text);
  if (!isName(value)) return isName(value.toLowerCase()) ? "upper-case" : "name";
  return isGateway && !isDnsLabel(value) ? "gateway" : undefined;
}
