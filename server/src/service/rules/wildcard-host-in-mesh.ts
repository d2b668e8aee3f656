// The host `*` is for gateways, which open certain ports only; in the sidecars it would take over every request of the mesh.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-hosts
import { gatewayNames, MESH_GATEWAY } from "../workspace/names";
import { defineRule } from "./define";
import { REJECTED } from "./repairs";

export const rule = defineRule({
  code: "wildcard-host-in-mesh",
  severity: "error",
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: 'Host "*" in the mesh',
      what: 'This VirtualService is for the sidecars of the mesh, where the host "*" is not allowed.',
      why: REJECTED.en,
      next: "Name the hosts, or a domain such as *.example.com. For a gateway alone, list it in gateways without mesh.",
    },
    ko: {
      title: '메시에 적용하는 "*" 호스트',
      what: '이 VirtualService는 메시의 사이드카에 적용되며, 여기에는 "*" 호스트를 쓸 수 없습니다.',
      why: REJECTED.ko,
      next: "호스트 이름이나 *.example.com 같은 도메인을 적습니다. gateway에만 적용하려면 gateways에 mesh 없이 gateway만 적습니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  hosts: ["*"]
  #       ^^^ error wildcard-host-in-mesh
`,
    ],
    good: [
      `kind: VirtualService
spec:
  hosts: ["*"]
  gateways: [finance-yahoo-com-egress]
`,
    ],
  },
  *check(_cx, service) {
    const { uncertain, hosts } = service;
    if (uncertain || !gatewayNames(service).includes(MESH_GATEWAY)) return;
    for (const host of hosts) if (host.value === "*") yield { at: host.span, args: {} };
  },
});
