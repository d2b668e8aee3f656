import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { buildScaffold, scaffoldVariant } from "../index";
import { rule } from "./credential-not-in-gateway-namespace";

const CODE = "credential-not-in-gateway-namespace";
const VARIANT = scaffoldVariant("mutual");
const MUTUAL = VARIANT === undefined ? "" : buildScaffold(VARIANT);

test("the examples hold", () => {
  checkExamples(rule);
});

const secret = (namespace: string): string => `---
apiVersion: v1
kind: Secret
metadata:
  name: client-credential
  namespace: ${namespace}
`;

test("the Secret moves to the gateway, also where the files are the whole mesh", () => {
  const before = `${MUTUAL}${secret("default")}`;
  const after = `${MUTUAL}${secret("istio-system")}`;
  checkRepair(before, after, { code: CODE });
  checkRepair(before, after, { code: CODE, settings: { knowledge: "whole" } });
});

test("a Secret of the name beside the gateway is the one that is read; without any, it may live in the cluster", () => {
  checkFindings(`${MUTUAL}${secret("default")}${secret("istio-system")}`, { codes: [CODE] });
  checkFindings(MUTUAL, { codes: [CODE] });
});
