// Whether a Gateway server's TLS settings go with the protocol of its port, as Istio's webhook has it.
// https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
import { entryOf, type YamlNode } from "../syntax/yaml-node";
import { isSet, knownText } from "./field";
import { isHttpProtocol, isTlsProtocol, parseProtocol } from "./protocol";

/** Modes that leave the TLS to whoever is behind. */
const PASSING = ["PASSTHROUGH", "AUTO_PASSTHROUGH"];

/** Whether a server with these settings leaves TLS alone; it does where no mode is written. */
export function passesTls(mode: string | undefined): boolean {
  return PASSING.includes(mode ?? "PASSTHROUGH");
}

/** Whether Istio refuses these settings for a server of this protocol; `mode` stands for the written one. */
export function isTlsMisplaced(
  protocolText: string,
  tls: YamlNode | undefined,
  mode = knownText(tls, "mode")?.value,
): boolean {
  const protocol = parseProtocol(protocolText);
  if (protocol === undefined || isTlsProtocol(protocol)) return false;
  if (!isHttpProtocol(protocol)) return true;
  const written = entryOf(tls, "mode")?.value;
  if (written?.kind === "scalar" && written.placeholder) return false;
  return !passesTls(mode) || ["caCertificates", "privateKey", "serverCertificate"].some((field) => isSet(tls, field));
}
