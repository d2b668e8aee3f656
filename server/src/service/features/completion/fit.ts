// Which fields may still be chosen: not those that exclude one that is there already, and, where a key gets another name while its value stays,
// only those whose type that value fits.
import { parseDuration } from "../../model/values";
import { type FieldSchema, fieldOf } from "../../schema/structure";
import type { YamlNode } from "../../syntax/yaml-node";
import { fieldsOfMessage } from "./place";

/**
 * Fields that Istio's webhook does not take together though the schema has no one-of group for them: each row lists sides of which at most one
 * may be used. https://istio.io/latest/docs/reference/config/networking/ says so in the fields' own words.
 */
const EXCLUSIVE: Readonly<Record<string, readonly (readonly (readonly string[])[])[]>> = {
  ClientTLSSettings: [
    [["credentialName"], ["clientCertificate", "privateKey", "caCertificates", "caCrl"]],
    [["insecureSkipVerify"], ["caCertificates", "subjectAltNames"]],
  ],
  ConsistentHashLB: [[["minimumRingSize"], ["ringHash", "maglev"]]],
  HTTPRewrite: [[["uri"], ["uriRegexRewrite"]]],
  HTTPRoute: [
    [["route"], ["redirect"], ["directResponse"], ["delegate"]],
    [
      ["redirect", "directResponse"],
      ["fault", "rewrite"],
    ],
    [["mirror", "mirrorPercentage"], ["mirrors"]],
  ],
  HTTPRedirect: [[["uri"], ["prefixRewrite"]]],
  LoadBalancerSettings: [[["localityLbSetting"], ["zoneAwareLbSetting"]]],
  LocalityLoadBalancerSetting: [[["distribute"], ["failover"]]],
  ServerTLSSettings: [
    [["credentialName"], ["credentialNames"], ["tlsCertificates"], ["serverCertificate", "privateKey"]],
    [["credentialName"], ["caCrl"]],
  ],
  ServiceEntry: [[["endpoints"], ["workloadSelector"]]],
};

/** Whether fields that are there already rule a field out. */
export function isExcluded(message: string, name: string, field: FieldSchema, present: readonly string[]): boolean {
  if (field.oneOf !== undefined && present.some((other) => groupOf(message, other) === field.oneOf)) return true;
  return (EXCLUSIVE[message] ?? []).some((sides) => {
    const own = sides.find((side) => side.includes(name));
    return own !== undefined && sides.some((side) => side !== own && side.some((other) => present.includes(other)));
  });
}

function groupOf(message: string, name: string): string | undefined {
  const isMessage = message !== "Resource" && message !== "ObjectMeta";
  return isMessage ? fieldOf(message, name)?.oneOf : undefined;
}

/** Whether a value that stands there could be the value of a field. */
export function fits(field: FieldSchema, value: YamlNode | undefined): boolean {
  if (value === undefined || isEmpty(value)) return true;
  if (field.shape === "list") return value.kind === "sequence" && value.items.every((item) => fitsOne(field, item));
  if (field.shape === "map")
    return value.kind === "mapping" && value.entries.every((entry) => fitsOne(field, entry.value));
  return fitsOne(field, value);
}

function fitsOne(field: FieldSchema, value: YamlNode | undefined): boolean {
  if (value === undefined || isEmpty(value)) return true;
  if (field.type === "message") {
    if (value.kind !== "mapping") return false;
    const fields = fieldsOfMessage(field.message);
    return value.entries.every(({ key, value: inner }) => {
      const known = Object.hasOwn(fields, key.source) ? fields[key.source] : undefined;
      return known !== undefined && fits(known, inner);
    });
  }
  return value.kind === "scalar" && fitsScalar(field, value.value);
}

function fitsScalar(field: FieldSchema, value: string | number | boolean | bigint | undefined): boolean {
  switch (field.type) {
    case "boolean":
      return typeof value === "boolean";
    case "integer":
    case "number":
      return typeof value === "number";
    case "enum":
      return field.values?.some((known) => known.name === value) === true;
    case "duration":
      return typeof value === "string" && parseDuration(value) !== undefined;
    case "string":
    case "bytes":
      return typeof value === "string";
    case "message":
      return false;
  }
}

function isEmpty(value: YamlNode): boolean {
  return value.kind === "scalar" && value.value === undefined;
}
