import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./tcp-port-captures-all";

const CODE = "tcp-port-captures-all";

test("the examples hold", () => {
  checkExamples(rule);
});

function entry(name: string, port: string, resolution = "DNS"): string {
  return `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name} }
spec:
  hosts: [${name}.example.com]
  ports:
${port}
  resolution: ${resolution}
`;
}

test("two hosts on one port cannot be told apart", () => {
  const port = "  - number: 5432\n    name: db\n    protocol: TCP\n    #         ^^^ warning tcp-port-captures-all";
  checkFindings(`${entry("orders", port)}---\n${entry("stock", port)}`, { codes: [CODE] });
});

test("sidecars that hand out addresses tell hosts apart, unless the ServiceEntry cannot get one", () => {
  const mesh = `apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data:
  mesh: |
    defaultConfig:
      proxyMetadata:
        ISTIO_META_DNS_CAPTURE: "true"
        ISTIO_META_DNS_AUTO_ALLOCATE: "true"
`;
  const port = "  - number: 5432\n    name: db\n    protocol: TCP";
  checkFindings(`${mesh}---\n${entry("orders", port)}`, { codes: [CODE] });
  checkFindings(`${mesh}---\n${entry("orders", `${port}\n    #         ^^^ warning ${CODE}`, "NONE")}`, {
    codes: [CODE],
  });
});

test("on 443 clients speak TLS", () => {
  const before = entry("orders", "  - number: 443\n    name: tcp\n    protocol: TCP # as the app wants", "NONE");
  checkRepair(before, before.replace("protocol: TCP", "protocol: TLS"), { code: CODE });
});
