import assert from "node:assert/strict";
import { test } from "node:test";
import { closest, isSlip } from "./edit-distance";

test("a slip is a keystroke or two in a long enough name", () => {
  for (const [name, other] of [
    ["finance.yaho.com", "finance.yahoo.com"],
    ["finance.yahoo.co", "finance.yahoo.com"],
    ["istio-egressgatway", "istio-egressgateway"],
    ["fniance.yahoo.com", "finance.yahoo.com"],
  ] as const)
    assert.equal(isSlip(name, other), true, name);
});

test("names that people tell apart on purpose are no slips", () => {
  for (const [name, other] of [
    ["api1.example.com", "api2.example.com"],
    ["gateway-eu", "gateway-us"],
    ["www.googleapis.com", "sts.googleapis.com"],
    ["gateway-a", "gateway-b"],
    ["shop", "shot"],
    ["shop.example.com", "news.example.com"],
    ["finance.yahoo.com", "finance.yahoo.com"],
  ] as const)
    assert.equal(isSlip(name, other), false, name);
});

test("the closest word wins, and the word itself is no typo", () => {
  assert.equal(closest("hots", ["hosts", "ports"]), "hosts");
  assert.equal(closest("hosts", ["host", "hosts"]), undefined);
});
