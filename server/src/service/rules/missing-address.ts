// A workload without an address cannot be reached, unless it lies in another network whose gateway stands for it.
import { isSet, knownText } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { defineRule } from "./define";
import { REJECTED } from "./repairs";

export const rule = defineRule({
  code: "missing-address",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106", "IST0133"],
  subjects: ["ServiceEntry", "WorkloadEntry"],
  text: {
    en: {
      title: "Workload without an address",
      what: "This workload has no address.",
      why: REJECTED.en,
      next: "Write address with the workload's IP address or host name.",
    },
    ko: {
      title: "주소가 없는 워크로드",
      what: "이 워크로드에 주소가 없습니다.",
      why: REJECTED.ko,
      next: "address 필드에 워크로드의 IP 주소나 호스트 이름을 씁니다.",
    },
  },
  variants: {
    network: {
      en: {
        what: 'This workload has no address, only the network "{network}".',
        why: "Requests then go to the gateways of that network; without one they cannot be delivered. Istio's webhook warns about it.",
        next: "Add the address, unless the network has a gateway that leads to the workload.",
      },
      ko: {
        what: '이 워크로드에는 주소 없이 network "{network}" 값만 있습니다.',
        why: "이 경우 요청은 해당 network의 gateway로 전달되며, gateway가 없으면 전달되지 않습니다. Istio 웹훅이 경고합니다.",
        next: "워크로드로 이어지는 gateway가 없는 network라면 주소를 추가합니다.",
      },
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata:
  name: vm
spec:
#<^^ error missing-address
  labels:
    app: payments
`,
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: payments
spec:
  hosts: [payments.example.com]
  ports:
  - number: 443
    name: https
    protocol: HTTPS
  resolution: STATIC
  endpoints:
  - network: cluster-2
    #<^^^^^ warning missing-address
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata:
  name: vm
spec:
  address: 10.0.0.1
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    if (resource.type === "ServiceEntry" && knownText(resource.spec, "resolution")?.value !== "STATIC") return;
    for (const { node, at } of messagesOf(resource, "WorkloadEntry")) {
      if (isSet(node, "address")) continue;
      if (!isSet(node, "network")) yield { at, args: {} };
      else {
        const network = knownText(node, "network")?.value ?? "";
        // Istio's reference shows a WorkloadEntry of this form for workloads behind another network's gateway.
        const severity = resource.type === "WorkloadEntry" ? "information" : "warning";
        yield { at, args: { network }, variant: "network", severity };
      }
    }
  },
});
