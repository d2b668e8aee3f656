// Names of ports are DNS labels. A Sidecar's listener may leave the name out; everywhere else the name must be there (missing-field).
import { type Field, knownText } from "../model/field";
import type { IstioResource } from "../model/lower";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { isDnsLabel } from "../model/values";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { REJECTED } from "./repairs";

export const rule = defineRule({
  code: "invalid-port-name",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ["ServiceEntry", "WorkloadEntry", "Sidecar", "Gateway"],
  text: {
    en: {
      title: "Invalid port name",
      what: 'The port name "{name}" is no DNS label.',
      why: REJECTED.en,
      next: "Use up to 63 letters, digits and dashes, with a letter or digit at both ends.",
    },
    ko: {
      title: "잘못된 포트 이름",
      what: '포트 이름 "{name}" 값은 DNS 라벨 형식이 아닙니다.',
      why: REJECTED.ko,
      next: "영문자, 숫자, 하이픈으로 63자까지 쓰고, 처음과 끝은 영문자나 숫자로 합니다.",
    },
  },
  variants: {
    "too-long": {
      en: { what: "The port name has 63 characters; the schema allows 62 here.", next: "Shorten the name." },
      ko: { what: "포트 이름이 63자입니다. 여기서는 62자까지 쓸 수 있습니다.", next: "이름을 줄입니다." },
    },
    empty: {
      en: { what: "The port name is empty.", next: "Give the port a name, such as https." },
      ko: { what: "포트 이름이 비어 있습니다.", next: "https 처럼 포트 이름을 지정합니다." },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  ports:
  - ...
  - ...
    name: https_api
    #     ^^^^^^^^^ error invalid-port-name
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const { value, span } of [...declaredNames(resource), ...endpointNames(resource)]) {
      if (!isDnsLabel(value)) yield { at: span, args: { name: value }, ...(value === "" ? { variant: "empty" } : {}) };
    }
    for (const { value, span } of endpointNames(resource)) {
      // The CRD counts differently from the webhook here: the name must be shorter than 63 characters.
      if (value.length === 63 && isDnsLabel(value)) yield { at: span, args: { name: value }, variant: "too-long" };
    }
  },
});

/** The names of declared ports. A Gateway's port only needs some name, and a Sidecar's may have none. */
function declaredNames(resource: IstioResource): readonly Field<string>[] {
  return messagesOf(resource, "ServicePort", "SidecarPort", "Port").flatMap(({ message, node }) => {
    const name = knownText(node, "name");
    if (name === undefined) return [];
    const judged = message === "ServicePort" || (message === "Port" ? name.value === "" : name.value !== "");
    return judged ? [name] : [];
  });
}

/** The names by which endpoints list their ports. */
function endpointNames(resource: IstioResource): readonly Field<string>[] {
  return messagesOf(resource, "WorkloadEntry").flatMap(({ node }) => {
    const ports = entryOf(node, "ports")?.value;
    if (ports?.kind !== "mapping") return [];
    return ports.entries.flatMap(({ key }) => (key.placeholder ? [] : [{ value: key.source, span: key.span }]));
  });
}
