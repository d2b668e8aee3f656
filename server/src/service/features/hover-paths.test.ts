import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkHover, type HoverExpectation } from "../../../../test/support/check-hover";
import { buildScaffold } from "../scaffold/build";
import { scaffoldVariant } from "../scaffold/variants";

const HOST = "finance.yahoo.com";
const GATEWAY_SERVICE = "istio-egressgateway.istio-system.svc.cluster.local";

/** A set, as its snippet writes it, with the cursor in front of the nth occurrence of a text. */
function checkSet(id: string, text: string, nth: number, expectation: HoverExpectation): void {
  const variant = scaffoldVariant(id);
  assert.ok(variant !== undefined);
  const yaml = buildScaffold(variant);
  let at = -1;
  for (let count = 0; count < nth; count++) at = yaml.indexOf(text, at + 1);
  assert.ok(at >= 0, `${text} stands there`);
  checkHover(`${yaml.slice(0, at)}<|>${yaml.slice(at)}`, expectation);
}

describe("hover says whose requests leave as TLS", () => {
  const byRoute: HoverExpectation = {
    en: [
      `Requests to http://${HOST}:80 that route 2 (to-host) of VirtualService default/finance-yahoo-com-through-egress sends from the ` +
        `gateway istio-system/istio-egressgateway to port 443 leave as TLS (SIMPLE), SNI ${HOST}.`,
    ],
    ko: [
      `http://${HOST}:80 요청은 VirtualService default/finance-yahoo-com-through-egress 리소스의 2번째(to-host) 경로를 따라 ` +
        `gateway istio-system/istio-egressgateway 프록시에서 443번 포트로 나갑니다. 연결: TLS(SIMPLE), SNI ${HOST}.`,
    ],
  };
  test("on the 443 of the DestinationRule", () => {
    checkSet("classic", "443", 2, { ...byRoute, on: "443" });
  });
  test("on its mode, key and value", () => {
    checkSet("classic", "mode", 1, { ...byRoute, on: "mode" });
    checkSet("classic", "SIMPLE", 1, { ...byRoute, on: "SIMPLE" });
  });
  test("on its name", () => {
    checkSet("classic", "finance-yahoo-com-tls", 1, byRoute);
  });

  test("and that an app's own TLS would be wrapped twice", () => {
    checkSet("classic", "SIMPLE", 1, {
      en: [
        `Requests to https://${HOST}:443 leave the sidecar in default for ${HOST}:443 as TLS (SIMPLE). ` +
          "They are TLS already and get wrapped once more, so these connections fail.",
      ],
      ko: ["이미 TLS인 연결을 한 번 더 감싸므로 이 연결은 실패합니다."],
    });
  });

  test("from the sidecar, when there is no gateway", () => {
    checkSet("sidecar", "SIMPLE", 1, {
      en: [`Requests to http://${HOST}:80 leave the sidecar in default for ${HOST}:443 as TLS (SIMPLE), SNI ${HOST}.`],
      ko: [`http://${HOST}:80 요청은 default 네임스페이스의 사이드카 프록시에서 ${HOST}:443 주소로 나갑니다.`],
    });
  });

  test("only on the part they use", () => {
    const rule = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: tls
spec:
  host: ${HOST}
  trafficPolicy:
    portLevelSettings:
    - port:
        number: 80
      tls:
        mode: SIMPLE
    - port:
        number: <|>8443
      tls:
        mode: SIMPLE
`;
    const entry = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: yahoo
spec:
  hosts: [${HOST}]
  ports: [{ number: 80, name: http, protocol: HTTP, targetPort: 443 }]
  resolution: DNS
`;
    checkHover(`${rule}---\n${entry}`, { lacks: ["Requests to", ":80 요청은"] });
    checkHover(`${rule.replace("<|>", "").replace("80\n", "<|>80\n")}---\n${entry}`, {
      en: [`Requests to http://${HOST}:80 leave the sidecar`],
    });
  });
});

describe("hover follows requests", () => {
  test("on a route of a VirtualService", () => {
    checkSet("classic", "destination", 1, {
      en: [
        `Requests to http://${HOST}:80: the sidecar in default sends them to ${GATEWAY_SERVICE}:80 as plain text (no TLS).`,
      ],
      ko: [
        `http://${HOST}:80 요청: default 네임스페이스의 사이드카 프록시가 ${GATEWAY_SERVICE}:80 주소로 보냅니다. 연결: 평문(TLS 없음).`,
      ],
      lacks: ["SNI"],
    });
  });

  test("over an encrypted hop, on either end of it", () => {
    const onHop = `${GATEWAY_SERVICE}:80 as TLS (ISTIO_MUTUAL), SNI ${HOST}.`;
    checkSet("istio-mutual", "subset: ", 1, { en: [onHop] });
    checkSet("istio-mutual", "ISTIO_MUTUAL", 2, {
      en: ["route 1 (to-egress-gateway)", `leave as TLS (ISTIO_MUTUAL), SNI ${HOST}.`],
    });
    checkSet("istio-mutual", "ISTIO_MUTUAL", 1, {
      en: [`the gateway istio-system/istio-egressgateway sends them to ${HOST}:443 as TLS (SIMPLE)`],
    });
  });

  test("when the app's own TLS passes the gateway", () => {
    checkSet("passthrough", "PASSTHROUGH", 1, {
      en: [
        `Requests to https://${HOST}:443: the gateway istio-system/istio-egressgateway sends them to ${HOST}:443 as the app's own TLS, unopened.`,
      ],
      ko: ["연결: 앱이 시작한 TLS 그대로."],
    });
  });

  test("to a host below a wildcard", () => {
    checkSet("wildcard", "PASSTHROUGH", 1, { en: ["Requests to https://www.wikipedia.org:443: the gateway"] });
  });

  test("that fail for want of a DestinationRule", () => {
    const variant = scaffoldVariant("classic");
    assert.ok(variant !== undefined);
    const documents = buildScaffold(variant).split("---\n");
    const rest = documents.filter((document) => !document.includes("DestinationRule"));
    checkHover(rest.join("---\n").replace("name: to-host", "name: <|>to-host"), {
      en: [`${HOST}:443 as plain text (no TLS). The other side awaits TLS, so these requests fail.`],
      ko: ["상대편은 TLS를 기다리므로 이 요청은 실패합니다."],
    });
  });
});

test("hover says which proxy reads a Secret, and where", () => {
  checkSet("mutual", "client-credential", 1, {
    en: ["The proxy that opens this TLS reads the Secret client-credential in istio-system; no file here has it."],
    ko: [
      "이 TLS를 시작하는 프록시는 istio-system 네임스페이스의 client-credential Secret을 읽습니다. 여기 파일에는 없습니다.",
    ],
    lacks: ["client-credential in default"],
  });
});
