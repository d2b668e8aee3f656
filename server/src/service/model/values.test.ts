import assert from "node:assert/strict";
import { test } from "node:test";
import {
  durationProblem,
  exportToProblem,
  headerOperationProblem,
  hostProblem,
  isCidr,
  isDnsLabel,
  isIpAddress,
  isLabelValue,
  isPartialWildcard,
  isPort,
  labelKeyProblem,
  parseDuration,
  scopedHostProblem,
  subnetProblem,
  unixPathProblem,
  wildcardHostProblem,
} from "./values";

/** Pairs of a value and the reason it is refused with; no reason means it is accepted. */
function judge(check: (value: string) => unknown, cases: Readonly<Record<string, unknown>>): void {
  for (const [value, expected] of Object.entries(cases)) {
    const found = check(value);
    const reason = typeof found === "object" && found !== null && "reason" in found ? found.reason : found;
    assert.equal(reason, expected, JSON.stringify(value));
  }
}

test("DNS labels take either case and inner dashes, up to 63 characters", () => {
  for (const label of ["a", "A-1", "1a", "x".repeat(63)]) assert.ok(isDnsLabel(label), label);
  for (const label of ["", "-a", "a-", "a_b", "a.b", "x".repeat(64)]) assert.ok(!isDnsLabel(label), label);
});

test("hosts without wildcards", () => {
  judge(hostProblem, {
    "example.com": undefined,
    reviews: undefined,
    "example.com.": undefined,
    "1.example.com": undefined,
    "": "empty",
    ["a.".repeat(128)]: "too-long",
    "example.123": "numeric-end",
    "127.0.0.1": "numeric-end",
    "*.example.com": "label",
    "example..com": "label",
    "https://example.com": "label",
    "exa_mple.com": "label",
  });
});

test("hosts with wildcards", () => {
  judge(wildcardHostProblem, {
    "*": undefined,
    "*.com": undefined,
    "*-api.example.com": undefined,
    "*api.example.com": undefined,
    "example.com": undefined,
    "foo.*.com": "label",
    "*foo*.com": "label",
    "api*.example.com": "label",
    "*.10": "numeric-end",
    "": "empty",
  });
  assert.ok(isPartialWildcard("*-api.example.com"));
  assert.ok(!isPartialWildcard("*.example.com"));
  assert.ok(!isPartialWildcard("*"));
});

test("hosts of a Gateway server", () => {
  judge((entry) => scopedHostProblem(entry, "gateway"), {
    "*": undefined,
    "example.com": undefined,
    "*/example.com": undefined,
    "./*": undefined,
    "shop/*.example.com": undefined,
    "10.0.0.1": undefined,
    // Istio looks for a dot before it looks for an address.
    "::1": "short-name",
    "~/example.com": "namespace",
    "/example.com": "empty-part",
    "shop/": "empty-part",
    "shop/api": "short-name",
    api: "short-name",
    "*-api.example.com": "partial-wildcard",
    "foo.*.com": "label",
    "bad_ns/example.com": "namespace",
  });
});

test("hosts of a Sidecar listener", () => {
  judge((entry) => scopedHostProblem(entry, "sidecar"), {
    "*/*": undefined,
    "~/*": undefined,
    "./example.com": undefined,
    "istio-system/*.example.com": undefined,
    "example.com": "no-namespace",
    "*/10.0.0.1": "numeric-end",
    "*/api": "short-name",
    "*/*foo.example.com": "partial-wildcard",
  });
});

test("addresses", () => {
  for (const address of [
    "127.0.0.1",
    "::",
    "::1",
    "2001:db8::1",
    "fe80::1%eth0",
    "::ffff:10.0.0.1",
    "1:2:3:4:5:6:7:8",
  ]) {
    assert.ok(isIpAddress(address), address);
  }
  for (const address of [
    "",
    "127.0.0",
    "127.0.0.01",
    "256.0.0.1",
    "1:2",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7:8:9",
    "::g",
    "fe80::1%",
  ]) {
    assert.ok(!isIpAddress(address), address);
  }
  for (const block of ["10.0.0.0/8", "2001:db8::/32", "0.0.0.0/0"]) assert.ok(isCidr(block), block);
  for (const block of ["10.0.0.0", "10.0.0.0/33", "10.0.0.0/08", "fe80::1%eth0/64", "example.com/8"])
    assert.ok(!isCidr(block), block);
  judge(subnetProblem, {
    "10.0.0.0/8": undefined,
    "10.0.0.1": undefined,
    "10.0.0.0/64": "cidr",
    "10.0.0.0/8/8": "ip",
    "example.com": "ip",
  });
});

test("socket paths", () => {
  judge(unixPathProblem, {
    "/var/run/app.sock": undefined,
    "@abstract": undefined,
    "": "empty",
    "./app.sock": "not-absolute",
    "/var/run/": "directory",
  });
});

test("ports", () => {
  assert.ok(isPort(1) && isPort(65535));
  assert.ok(!isPort(0) && !isPort(65536) && !isPort(-1) && !isPort(80.5));
});

test("durations are read as Go reads them", () => {
  assert.equal(parseDuration("1h30m"), 5_400_000_000_000n);
  assert.equal(parseDuration("1.5s"), 1_500_000_000n);
  assert.equal(parseDuration(".5s"), 500_000_000n);
  assert.equal(parseDuration("1.s"), 1_000_000_000n);
  assert.equal(parseDuration("-2s"), -2_000_000_000n);
  assert.equal(parseDuration("0"), 0n);
  assert.equal(parseDuration("5"), undefined);
  judge(durationProblem, {
    "5s": undefined,
    "1ms": undefined,
    "0.001s": undefined,
    "": "syntax",
    "5": "syntax",
    "5 s": "syntax",
    "5sec": "syntax",
    "1d": "syntax",
    ".s": "syntax",
    "0s": "too-short",
    "0": "too-short",
    "-1s": "too-short",
    "999us": "too-short",
    "1.5ms": "precision",
    "1s1us": "precision",
  });
});

test("labels", () => {
  judge(labelKeyProblem, {
    app: undefined,
    "app.kubernetes.io/name": undefined,
    a_b: undefined,
    "": "syntax",
    "-app": "syntax",
    "/name": "syntax",
    "a/b/c": "syntax",
    "*": "syntax",
    [`${"a".repeat(254)}/x`]: "prefix-too-long",
    ["x".repeat(64)]: "name-too-long",
  });
  assert.ok(isLabelValue("") && isLabelValue("v1.2_3"));
  assert.ok(!isLabelValue("v1*") && !isLabelValue(".v1"));
});

test("exportTo entries", () => {
  judge((entry) => exportToProblem(entry, false), {
    "*": undefined,
    ".": undefined,
    shop: undefined,
    "~": "none",
    "a.b": "syntax",
    "": "syntax",
  });
  assert.equal(exportToProblem("~", true), undefined);
});

test("header names", () => {
  assert.equal(headerOperationProblem(":authority", true), undefined);
  assert.equal(headerOperationProblem("Host", true), undefined);
  assert.equal(headerOperationProblem(":path", true), "internal");
  assert.equal(headerOperationProblem("host", false), "host");
  assert.equal(headerOperationProblem(":authority", false), "internal");
  assert.equal(headerOperationProblem("", true), "empty");
});
