import { describe, test } from "node:test";
import { checkHover } from "../../../../test/support/check-hover";

const ENTRY = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: yahoo
spec:
  hosts:
  - finance.yahoo.com
  ports:
  - number: 80
    name: http
    protocol: HTTP
  - number: 443
    name: https
    protocol: HTTPS
  resolution: DNS
`;

const GATEWAY = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: yahoo-egress
spec:
  selector:
    istio: egressgateway
  servers:
  - port:
      number: 80
      name: http
      protocol: HTTP
    hosts:
    - finance.yahoo.com
`;

const RULE = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: yahoo-tls
spec:
  host: finance.yahoo.com
  trafficPolicy:
    portLevelSettings:
    - port:
        number: 443
      tls:
        mode: SIMPLE
`;

const SERVICE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: yahoo-through-egress
spec:
  hosts:
  - finance.yahoo.com
  gateways:
  - yahoo-egress
  - mesh
  http:
  - name: to-egress-gateway
    match:
    - gateways:
      - mesh
      port: 80
    route:
    - destination:
        host: istio-egressgateway.istio-system.svc.cluster.local
        port:
          number: 80
  - name: to-host
    match:
    - gateways:
      - yahoo-egress
      port: 80
    route:
    - destination:
        host: finance.yahoo.com
        port:
          number: 443
`;

/** The set with a cursor before the nth occurrence of a text in one of its resources. */
function set(resource: string, text: string, nth = 1): string {
  let at = -1;
  for (let count = 0; count < nth; count++) at = resource.indexOf(text, at + 1);
  const marked = `${resource.slice(0, at)}<|>${resource.slice(at)}`;
  return [ENTRY, GATEWAY, RULE, SERVICE].map((each) => (each === resource ? marked : each)).join("---\n");
}

describe("hover knows of a host", () => {
  test("who declares it, with which ports", () => {
    checkHover(set(RULE, "finance.yahoo.com"), {
      en: [
        "finance.yahoo.com is declared by ServiceEntry default/yahoo, with ports 80 http (HTTP), 443 https (HTTPS).",
      ],
      ko: [
        "finance.yahoo.com 호스트는 ServiceEntry default/yahoo 리소스가 등록합니다. 포트: 80 http (HTTP), 443 https (HTTPS).",
      ],
      lacks: ["yahoo-tls holds", "yahoo-tls 리소스가 적용"],
    });
  });

  test("which DestinationRule wins for it, and its TLS", () => {
    checkHover(set(SERVICE, "finance.yahoo.com"), {
      en: [
        "For proxies in default, istio-system, DestinationRule default/yahoo-tls holds for it. TLS by port: 443 SIMPLE.",
      ],
      ko: [
        "default, istio-system 네임스페이스의 프록시에는 DestinationRule default/yahoo-tls 리소스가 적용됩니다. 포트별 TLS: 443 SIMPLE.",
      ],
    });
  });

  test("that a rule in a third namespace does not win", () => {
    const source = set(SERVICE, "finance.yahoo.com").replace(
      "name: yahoo-tls\n",
      "name: yahoo-tls\n  namespace: other\n",
    );
    checkHover(source, { lacks: ["yahoo-tls"] });
  });

  test("that it is a gateway's Service", () => {
    checkHover(set(SERVICE, "istio-egressgateway."), {
      en: [
        "istio-egressgateway.istio-system.svc.cluster.local is the Service of the gateway istio-system/istio-egressgateway.",
      ],
      ko: [
        "istio-egressgateway.istio-system.svc.cluster.local 호스트는 istio-system/istio-egressgateway gateway의 Service입니다.",
      ],
    });
  });

  test("that no file declares it", () => {
    checkHover(RULE.replace("host: fin", "host: <|>fin"), {
      en: ["No file here declares finance.yahoo.com; it may exist in the cluster."],
      ko: ["여기 파일에는 finance.yahoo.com 호스트를 등록하는 리소스가 없습니다. 클러스터에는 있을 수 있습니다."],
    });
  });

  test("nothing it could be wrong about beside a template", () => {
    checkHover(
      `#- /a.yaml\n${RULE.replace("host: fin", "host: <|>fin")}#- /b.yaml\n${ENTRY.replace("yahoo\n", "{{ .x }}\n")}`,
      {
        lacks: ["No file here"],
      },
    );
  });

  test("in another file", () => {
    checkHover(`#- /a.yaml\n${RULE.replace("host: fin", "host: <|>fin")}#- /b/c.yaml\n${ENTRY}`, {
      en: ["is declared by ServiceEntry default/yahoo"],
    });
  });
});

describe("hover knows of a port", () => {
  test("what the destination's service has there", () => {
    checkHover(set(SERVICE, "443"), {
      en: [
        "Port 443 https (HTTPS) of finance.yahoo.com, declared by ServiceEntry default/yahoo.",
        "TLS by port: 443 SIMPLE.",
      ],
      ko: ["finance.yahoo.com 호스트의 포트 443 https (HTTPS), ServiceEntry default/yahoo 리소스에서 등록."],
    });
  });

  test("that the service has none of this number", () => {
    checkHover(set(SERVICE, "443").replace("number: <|>443", "number: <|>8443"), {
      en: [
        "ServiceEntry default/yahoo declares no port 8443 for finance.yahoo.com; it has 80 http (HTTP), 443 https (HTTPS).",
      ],
      ko: ["ServiceEntry default/yahoo 리소스에는 finance.yahoo.com 호스트의 8443번 포트가 없습니다."],
    });
  });

  test("which TLS holds there, on the port of the ServiceEntry", () => {
    checkHover(set(ENTRY, "443"), { en: ["DestinationRule default/yahoo-tls holds for it. TLS by port: 443 SIMPLE."] });
    checkHover(set(ENTRY, "80"), { lacks: ["TLS by port", "포트별 TLS"] });
  });
});

describe("hover knows of a gateway", () => {
  test("what it opens, on which pods", () => {
    checkHover(set(SERVICE, "yahoo-egress\n  - mesh"), {
      en: [
        "Gateway default/yahoo-egress opens 80 (HTTP) finance.yahoo.com.",
        "It configures the pods of istio-system/istio-egressgateway (as Istio's charts install it).",
      ],
      ko: ["설정이 적용되는 파드: istio-system/istio-egressgateway (Istio 차트의 기본 구성 기준)."],
    });
  });

  test("that mesh means the sidecars", () => {
    checkHover(set(SERVICE, "mesh"), { en: ["mesh means the sidecars"], ko: ["mesh 값은 모든 사이드카를 뜻하며"] });
  });

  test("that no file has it", () => {
    checkHover(SERVICE.replace("- yahoo-egress\n  -", "- <|>yahoo-egress\n  -"), {
      en: ["No file here has a Gateway default/yahoo-egress; it may exist in the cluster."],
      ko: ["여기 파일에는 default/yahoo-egress Gateway가 없습니다."],
    });
  });

  test("which pods its labels select, and who is bound to it", () => {
    checkHover(set(GATEWAY, "istio: egress"), {
      en: ["These labels select the pods of istio-system/istio-egressgateway"],
    });
    checkHover(set(GATEWAY, "yahoo-egress"), {
      en: ["VirtualService default/yahoo-through-egress says where the requests that arrive here go."],
      ko: ["여기로 들어온 요청의 목적지는 VirtualService default/yahoo-through-egress 리소스에서 정합니다."],
    });
  });
});

test("hover knows where a subset is declared and who uses it", () => {
  const rule = RULE.replace("host: finance.yahoo.com", "host: finance.yahoo.com\n  subsets:\n  - name: <|>blue");
  const service = SERVICE.replace("        port:\n          number: 443", "        subset: blue");
  checkHover(`${rule}---\n${service}`, {
    en: ["Route 2 of VirtualService default/yahoo-through-egress sends to this subset."],
    ko: ["VirtualService default/yahoo-through-egress 리소스의 2번째 경로가 이 subset으로 보냅니다."],
  });
  checkHover(`${rule.replace("<|>", "")}---\n${service.replace("subset: b", "subset: <|>b")}`, {
    en: ["The subset blue of finance.yahoo.com is in DestinationRule default/yahoo-tls."],
  });
  checkHover(`${RULE}---\n${service.replace("subset: b", "subset: <|>b")}`, {
    en: ["No DestinationRule here that holds for finance.yahoo.com has a subset blue."],
  });
});
