import assert from "node:assert/strict";
import { test } from "node:test";
import { pathText } from "../syntax/yaml-node";
import { readFile } from "../syntax/document";
import { isIstioResource, resourcesOf } from "./lower";
import { messagesOf, writtenFields } from "./message-walk";

const TEXT = `kind: List
items:
- apiVersion: networking.istio.io/v1
  kind: DestinationRule
  spec:
    host: a.example.com
    trafficPolicy:
      tls: {mode: SIMPLE}
      portLevelSettings:
      - port: {number: 443}
        tls:
          mode: MUTUAL
      - {}
    unknownThing:
      tls: {}
`;

const [document] = readFile("file:///test.yaml", TEXT).documents;
assert.ok(document !== undefined);
const [resource] = resourcesOf(document).filter(isIstioResource);
assert.ok(resource !== undefined);

test("a message is found wherever the structure puts it", () => {
  assert.deepEqual(
    messagesOf(resource, "ClientTLSSettings").map(({ path, field }) => [pathText(path), field]),
    [
      ["items[0].spec.trafficPolicy.tls", "tls"],
      ["items[0].spec.trafficPolicy.portLevelSettings[0].tls", "tls"],
    ],
  );
});

test("what stands for an object is its key, or the first key of a list's item", () => {
  const texts = messagesOf(resource, "PortTrafficPolicy").map(({ at }) => TEXT.slice(at.start, at.end));
  assert.deepEqual(texts, ["port", "{}"]);
});

test("fields come with what the structure says of them", () => {
  const modes = writtenFields(resource).filter(({ name }) => name === "mode");
  assert.deepEqual(
    modes.map(({ schema, owner }) => [schema.type, owner.message]),
    [
      ["enum", "ClientTLSSettings"],
      ["enum", "ClientTLSSettings"],
    ],
  );
});
