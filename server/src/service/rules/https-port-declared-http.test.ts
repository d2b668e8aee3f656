import { test } from "node:test";
import assert from "node:assert/strict";
import {
  allFindings,
  checkExamples,
  checkFindings,
  checkRepair,
  rethrow,
  snapshotOf,
} from "../../../../test/support/check";
import { readFixture } from "../../../../test/support/fixture";
import { repairsOf } from "../index";
import { rule } from "./https-port-declared-http";

const CODE = "https-port-declared-http";

test("the examples hold", () => {
  checkExamples(rule);
});

const ENTRY = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: finance
spec:
  hosts:
  - finance.yahoo.com
  ports:
  - number: 443
    name: https
    protocol: "HTTP" # wrong
  resolution: DNS
`;

test("HTTPS is declared, with the author's quotes", () => {
  checkRepair(ENTRY, ENTRY.replace('"HTTP"', '"HTTPS"'), { code: CODE });
});

test("addresses of its own, hosts of the mesh and other ports are fine", () => {
  checkFindings(ENTRY.replace("  ports:", "  addresses: [192.0.2.1]\n  ports:"), { codes: [CODE] });
  checkFindings(ENTRY.replace("  ports:", "  location: MESH_INTERNAL\n  ports:"), { codes: [CODE] });
  checkFindings(ENTRY.replace("443", "8080"), { codes: [CODE] });
});

test("where a DestinationRule opens TLS for the apps' plain HTTP, the repair is left to a person", () => {
  const rule = `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: api }
spec:
  host: HOST
  trafficPolicy:
    tls: { mode: SIMPLE }
`;
  const host = /hosts:\s*(?:\[|- )\s*([\w.]+)/.exec(ENTRY)?.[1] ?? "";
  const isSafe = (source: string): boolean | undefined => {
    const snapshot = snapshotOf(readFixture(source));
    const found = allFindings(snapshot).find((located) => located.rule.code === CODE);
    return found && repairsOf(snapshot, found, rethrow)[0]?.safe;
  };
  assert.equal(isSafe(ENTRY), true);
  assert.equal(isSafe(`${ENTRY}${rule.replace("HOST", host)}`), false);
});

test("where another ServiceEntry declares the port otherwise, that is the mistake", () => {
  const other = ENTRY.replace("name: finance", "name: more").replace('"HTTP" # wrong', "HTTPS");
  checkFindings(`${ENTRY}---\n${other}`, { codes: [CODE] });
});
