import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { docEntry } from "../schema/docs";
import { fieldPaths, ISTIO_KINDS } from "../schema/structure";
import { explain } from "./explain";

const english = { locale: "en", format: "plaintext" } as const;
const korean = { locale: "ko", format: "plaintext" } as const;

describe("explain", () => {
  const sameField: readonly string[] = [
    "VirtualService.spec.http[].match[].port",
    "VirtualService.spec.http.match.port",
    "vs.spec.http[0].match.port",
    "virtualservices.spec.http.match.port",
  ];
  for (const path of sameField) {
    test(`${path} is the port of a match`, () => {
      const { found, text } = explain(path, english);
      assert.ok(found);
      assert.ok(text.startsWith("VirtualService.spec.http[].match[].port\n\ninteger · 1 to 65535\n\n"));
    });
  }

  test("a value", () => {
    const { text } = explain("ServiceEntry.spec.location=MESH_EXTERNAL", english);
    assert.ok(text.includes(`MESH_EXTERNAL: ${docEntry("ServiceEntry.location=MESH_EXTERNAL", "en")?.summary ?? ""}`));
  });

  test("a kind lists its fields", () => {
    const { text } = explain("gw", korean);
    assert.match(text, /^Gateway\n/);
    assert.match(text, /- servers \(/);
  });

  test("the elements of a map are entered with and without a key", () => {
    const heading = "VirtualService.spec.http[].match[].headers.<key>.exact";
    assert.ok(explain("VirtualService.spec.http.match.headers.exact", english).text.startsWith(heading));
    assert.ok(explain("VirtualService.spec.http.match.headers.cookie.exact", english).text.startsWith(heading));
  });

  const mistakes: readonly (readonly [string, string])[] = [
    ["VirtualServce", "Did you mean VirtualService?"],
    ["DestinationRule.spec.trafficPolicy.tlss", "Did you mean tls?"],
    ["DestinationRule.spec.trafficPolicy.tls.mode=SIMPEL", "Did you mean SIMPLE?"],
    ["DestinationRule.host", "Possible: spec, metadata, apiVersion, kind"],
    ["Gateway.spec.servers.port.number.zzz", "There is no field zzz there."],
    ["", "There is no kind"],
  ];
  for (const [path, part] of mistakes) {
    test(`${path === "" ? "nothing" : path} is not understood`, () => {
      const { found, text } = explain(path, english);
      assert.equal(found, false);
      assert.ok(text.includes(part), text);
    });
  }

  test("every field of every kind, in both languages, without an empty placeholder", () => {
    for (const kind of ISTIO_KINDS) {
      for (const { path } of fieldPaths(kind)) {
        for (const view of [english, korean]) {
          const { found, text } = explain(`${kind}.${path}`, view);
          assert.ok(found, `${kind}.${path}`);
          assert.ok(text.startsWith(`${kind}.${path}\n`), `${kind}.${path}: ${text.slice(0, 80)}`);
          assert.doesNotMatch(text, /`|undefined/, `${kind}.${path}`);
        }
      }
    }
  });
});
