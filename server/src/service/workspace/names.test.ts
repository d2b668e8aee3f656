import assert from "node:assert/strict";
import { test } from "node:test";
import { gatewayNames } from "./names";

test("a VirtualService is bound to the gateways it lists, and to the sidecars where it lists none", () => {
  const bound = (...gateways: string[]): readonly string[] =>
    gatewayNames({ gateways: gateways.map((value) => ({ value })), namespace: "shop" });
  assert.deepEqual(bound(), ["mesh"]);
  assert.deepEqual(bound("egress", "mesh", "./near", "istio-system/far"), [
    "shop/egress",
    "mesh",
    "shop/near",
    "istio-system/far",
  ]);
});
