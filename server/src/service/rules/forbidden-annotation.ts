// Annotations that Istio keeps for itself or reads on other kinds only.
import { textMap } from "../model/field";
import { isReadable } from "../model/shape";
import { ISTIO_KINDS } from "../schema/structure";
import { removeEntry } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { REJECTED } from "./repairs";

/** Annotations that make the webhook refuse a resource of our kinds, and why. */
const FORBIDDEN: Readonly<Record<string, "internal" | "reject" | "dry-run">> = {
  "internal.istio.io/parents": "internal",
  "internal.istio.io/parent-namespace": "internal",
  "internal.istio.io/webhook-always-reject": "reject",
  "istio.io/dry-run": "dry-run",
};

export const rule = defineRule({
  code: "forbidden-annotation",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Annotation that may not be set",
      what: "Istio sets {name} itself; nobody else may.",
      why: REJECTED.en,
      next: "Remove the annotation.",
    },
    ko: {
      title: "쓸 수 없는 애너테이션",
      what: "{name} 애너테이션은 Istio가 직접 지정하는 것으로 사용자가 쓸 수 없습니다.",
      why: REJECTED.ko,
      next: "애너테이션을 제거합니다.",
    },
  },
  variants: {
    reject: {
      en: { what: "{name} asks Istio to refuse this resource; it is meant for tests." },
      ko: { what: "{name} 애너테이션은 리소스를 거부하게 하는 테스트용 애너테이션입니다." },
    },
    "dry-run": {
      en: { what: "{name} is read on an AuthorizationPolicy only." },
      ko: { what: "{name} 애너테이션은 AuthorizationPolicy에만 쓸 수 있습니다." },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
metadata:
  annotations:
    istio.io/dry-run: "true"
    #<^^^^^^^^^^^^^^ error forbidden-annotation
`,
    ],
    good: [
      `kind: ServiceEntry
metadata:
  annotations:
    example.com/owner: payments
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const { key } of textMap(entryOf(resource.root, "metadata")?.value, "annotations")) {
      const reason = Object.hasOwn(FORBIDDEN, key.value) ? FORBIDDEN[key.value] : undefined;
      if (reason === undefined) continue;
      yield { at: key.span, args: { name: key.value }, ...(reason === "internal" ? {} : { variant: reason }) };
    }
  },
  *repair(_cx, resource, { args }) {
    const { document } = resource;
    const annotations = entryOf(entryOf(resource.root, "metadata")?.value, "annotations")?.value;
    if (annotations?.kind !== "mapping") return;
    const edit = removeEntry(document, annotations, String(args.name));
    if (edit === undefined) return;
    yield {
      title: { en: "Remove the annotation", ko: "애너테이션 제거" },
      changes: [{ document, edits: [edit] }],
      preferred: true,
      safe: true,
    };
  },
});
