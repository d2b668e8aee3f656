// The structure's facts about fields name what exists, and say together what istiod's webhook says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { excludedBy, isRuledOut, refusedFields, refusedValues, uselessFields } from "./combinations";
import { fieldOf, messageNames, messageSchema } from "./structure";

/** Which types may stand for what. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  port: ["integer"],
  duration: ["string"],
};

test("facts name fields of their message and values of their enum", () => {
  const wrong: string[] = [];
  for (const message of messageNames()) {
    const { fields, excludes = [], useless = [] } = messageSchema(message);
    const named = [...excludes.flatMap(({ sides }) => sides.flat()), ...useless.flatMap((one) => one.fields)];
    wrong.push(...named.filter((name) => fieldOf(message, name) === undefined).map((name) => `${message}.${name}`));
    for (const [name, values] of [...excludes, ...useless].flatMap(({ when }) => Object.entries(when ?? {}))) {
      const known = fieldOf(message, name)?.values?.map((value) => value.name) ?? [];
      wrong.push(...values.filter((value) => !known.includes(value)).map((value) => `${message}.${name}=${value}`));
    }
    for (const [name, { format, type, zero, lenient }] of Object.entries(fields)) {
      if (format !== undefined && !(TYPES[format] ?? ["string"]).includes(type))
        wrong.push(`${message}.${name} ${format}`);
      if (zero !== undefined && type !== "integer") wrong.push(`${message}.${name} zero`);
      if (lenient !== undefined && format !== "duration") wrong.push(`${message}.${name} lenient`);
    }
  }
  assert.deepEqual(wrong, []);
});

test("every field that is named and counted like a port is one", () => {
  const ports = messageNames().flatMap((message) =>
    Object.entries(messageSchema(message).fields)
      .filter(([name, { type }]) => type === "integer" && /^(?:number|targetPort|port|ports)$/.test(name))
      .filter(([, { format }]) => format !== "port")
      .map(([name]) => `${message}.${name}`),
  );
  assert.deepEqual(ports, []);
});

test("one-of groups and the webhook's own exclusions are one answer", () => {
  assert.deepEqual(excludedBy("StringMatch", "exact"), ["prefix", "regex"]);
  assert.deepEqual(excludedBy("HTTPRoute", "redirect"), ["route", "directResponse", "delegate", "fault", "rewrite"]);
  const simple = (field: string): string | undefined => (field === "mode" ? "SIMPLE" : undefined);
  assert.ok(excludedBy("ClientTLSSettings", "insecureSkipVerify", simple).includes("credentialName"));
  assert.ok(!excludedBy("ClientTLSSettings", "insecureSkipVerify").includes("credentialName"));
});

test("a mode that has no use for a certificate rules it out, and the other way round", () => {
  const mode = (value: string) => (field: string) => (field === "mode" ? value : undefined);
  assert.ok(uselessFields("ServerTLSSettings", mode("ISTIO_MUTUAL")).includes("credentialName"));
  assert.deepEqual(uselessFields("ServerTLSSettings", mode("MUTUAL")), []);
  const passes = { name: "mode", value: "PASSTHROUGH" };
  assert.ok(isRuledOut("ServerTLSSettings", passes, ["credentialName"], mode("SIMPLE")));
  assert.ok(!isRuledOut("ServerTLSSettings", passes, ["minProtocolVersion"], mode("SIMPLE")));
});

test("a Sidecar's listener takes less than a Gateway's server", () => {
  assert.ok(refusedFields("ServerTLSSettings", "Sidecar").includes("credentialName"));
  assert.deepEqual(refusedFields("ServerTLSSettings", "Gateway"), []);
  assert.deepEqual(refusedValues("ServerTLSSettings", "mode", "Sidecar"), ["AUTO_PASSTHROUGH", "ISTIO_MUTUAL"]);
});
