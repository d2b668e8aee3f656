// Ways to silence a finding, each offered beside its repairs and each silencing it; and everything safe repaired at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { allFindings, rethrow, snapshotOf } from "../../../../test/support/check";
import { readFixture } from "../../../../test/support/fixture";
import { applyEdits } from "../base/edit";
import { codeActions, fixAll } from "./code-actions";
import { rangeOf } from "./position";

const service = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
  namespace: shop
spec:
  hosts:
  - finance.yahoo.com
  gateways:
  - finance-egres # the gateway
  http:
  - route:
    - destination:
        host: finance.yahoo.com
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: finance-egress
  namespace: shop
spec:
  selector: { istio: egressgateway }
  servers:
  - port: { number: 80, name: http, protocol: HTTP }
    hosts: [finance.yahoo.com]
`;
const CODE = "unknown-gateway";

for (const [name, part] of [
  ["a comment for the line", "on this line"],
  ["a comment for the file", "in this file"],
  ["Istio's annotation", "on this resource"],
] as const) {
  test(`silenced by ${name}`, () => {
    const snapshot = snapshotOf(readFixture(service));
    const [file] = snapshot.files();
    const found = allFindings(snapshot).find(({ rule }) => rule.code === CODE);
    assert.ok(file !== undefined && found !== undefined);
    const actions = codeActions(snapshot, file.uri, rangeOf(file, found.span), "en", rethrow);
    const action = actions.find((one) => one.code === CODE && one.title.includes(part));
    assert.ok(action !== undefined, actions.map(({ title }) => title).join(" | "));
    const text = applyEdits(file.text, action.edits[0]?.edits ?? []);
    const after = allFindings(snapshot.apply([{ uri: file.uri, text }]));
    assert.equal(
      after.some(({ rule }) => rule.code === CODE),
      false,
      text,
    );
    assert.match(text, /# the gateway/);
  });
}

test("turning a rule off is a change of the settings", () => {
  const snapshot = snapshotOf(readFixture(service));
  const [file] = snapshot.files();
  assert.ok(file !== undefined);
  const whole = rangeOf(file, { start: 0, end: file.text.length });
  const action = codeActions(snapshot, file.uri, whole, "ko", rethrow).find(({ settings }) =>
    settings.some(({ key }) => key === "rules"),
  );
  assert.deepEqual(action?.settings, [{ key: "rules", value: { [action?.code ?? ""]: "off" } }]);
});

test("all safe repairs touch the lines that they repair, and leave nothing safe to repair", () => {
  const broken = service.replaceAll("networking.istio.io/v1", "networking.istio.io/v1beta1");
  const snapshot = snapshotOf(readFixture(broken));
  const [file] = snapshot.files();
  assert.ok(file !== undefined);
  const action = fixAll(snapshot, file.uri, "en", rethrow);
  const edits = action?.edits[0]?.edits ?? [];
  assert.equal(edits.length, broken.split("v1beta1").length - 1);
  for (const { span } of edits) assert.ok(!file.text.slice(span.start, span.end).includes("\n"));
  const after = snapshot.apply([{ uri: file.uri, text: applyEdits(file.text, edits) }]);
  assert.equal(fixAll(after, file.uri, "en", rethrow), undefined);
  assert.match(after.files()[0]?.text ?? "", /^apiVersion: networking\.istio\.io\/v1$/m);
});
