// A Sidecar's egress hosts that say nothing new: named twice, or already covered by a wildcard above them.
import { type Field, knownTexts } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { removeItem } from "../syntax/edit";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "duplicate-egress-host",
  severity: "warning",
  certainty: "local",
  seeAlso: ["IST0133"],
  subjects: ["Sidecar"],
  text: {
    en: {
      title: "Egress host that adds nothing",
      what: '"{host}" is already covered by another entry of this listener.',
      why: "It changes nothing; Istio's webhook warns about it.",
      next: "Remove the entry.",
    },
    ko: {
      title: "의미 없는 egress 호스트",
      what: '"{host}" 값은 이 리스너의 다른 항목에 이미 포함되어 있습니다.',
      why: "있어도 달라지는 것이 없습니다. Istio 웹훅이 경고합니다.",
      next: "항목을 제거합니다.",
    },
  },
  variants: {
    all: {
      en: {
        what: '"*/*" already selects everything, so the other entries of this listener add nothing.',
        next: 'Remove "*/*" to narrow the list, or remove the other entries.',
      },
      ko: {
        what: '"*/*" 값이 이미 모든 것을 선택하므로 이 리스너의 다른 항목은 의미가 없습니다.',
        next: '범위를 좁히려면 "*/*" 값을 제거하고, 아니면 다른 항목을 제거합니다.',
      },
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  egress:
  - hosts:
    - "./*"
    - ./payments.shop.svc.cluster.local
      #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning duplicate-egress-host
`,
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  egress:
  - hosts:
    - "*/*"
      #<^^^ warning duplicate-egress-host
    - istio-system/*
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: shop
spec:
  egress:
  - hosts:
    - "./*"
    - istio-system/*
`,
    ],
  },
  *check(_cx, sidecar) {
    if (!isReadable(sidecar)) return;
    for (const { node } of messagesOf(sidecar, "IstioEgressListener")) {
      const hosts = knownTexts(node, "hosts");
      const seen = new Map<string, Set<string>>();
      for (const host of hosts) {
        const [namespace, name] = split(host, sidecar.namespaceField?.value);
        if (name === undefined) continue;
        const known = seen.get(namespace) ?? new Set();
        seen.set(namespace, known);
        const isCovered = name === "*" ? known.size > 0 : known.has(name) || known.has("*");
        if (isCovered) yield { at: host.span, args: { host: host.value } };
        known.add(name);
      }
      const all = hosts.find(({ value }) => value === "*/*");
      if (all !== undefined && seen.size > 1) yield { at: all.span, args: { host: all.value }, variant: "all" };
    }
  },
  *repair(_cx, sidecar, finding) {
    const { document } = sidecar;
    for (const { node } of messagesOf(sidecar, "IstioEgressListener")) {
      const list = entryOf(node, "hosts")?.value;
      if (list?.kind !== "sequence" || finding.variant !== undefined) continue;
      const position = list.items.findIndex((item) => item?.span.start === finding.at.start);
      const edit =
        finding.args.host?.toString().endsWith("/*") === true ? undefined : removeItem(document, list, position);
      if (edit === undefined) continue;
      yield {
        title: { en: "Remove this entry", ko: "이 항목 제거" },
        changes: [{ document, edits: [edit] }],
        preferred: true,
        safe: true,
      };
    }
  },
});

/** Namespace and host of an entry; `.` counts as the Sidecar's own namespace when that is written. */
function split(host: Field<string>, own: string | undefined): readonly [string, string | undefined] {
  const slash = host.value.indexOf("/");
  if (slash < 0) return [host.value, undefined];
  const namespace = host.value.slice(0, slash);
  return [namespace === "." ? (own ?? ".") : namespace, host.value.slice(slash + 1)];
}
