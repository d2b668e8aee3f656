import assert from "node:assert/strict";
import { test } from "node:test";
import { belongingPlace } from "./belonging";

test("a field belongs to the nearest object above that knows it, else to the only one below", () => {
  assert.deepEqual(belongingPlace("ServiceEntry", [], "hosts"), ["spec"]);
  assert.deepEqual(belongingPlace("ServiceEntry", [], "labels"), ["metadata"]);
  assert.equal(belongingPlace("ServiceEntry", [], "colour"), undefined);
  assert.deepEqual(belongingPlace("VirtualService", ["spec", "http", 0, "route", 0], "timeout"), ["spec", "http", 0]);
  assert.deepEqual(belongingPlace("VirtualService", ["spec", "http", 0, "route", 0, "destination"], "number"), [
    "spec",
    "http",
    0,
    "route",
    0,
    "destination",
    "port",
  ]);
  assert.deepEqual(belongingPlace("DestinationRule", ["spec", "trafficPolicy"], "mode"), [
    "spec",
    "trafficPolicy",
    "tls",
  ]);
});

test("several objects below leave it open", () => {
  assert.equal(
    belongingPlace("DestinationRule", ["spec", "trafficPolicy", "connectionPool"], "idleTimeout"),
    undefined,
  );
});
