// Reads what a person writes as the target of a trace: `http://host[:port]/path`, `https://…`, `tls://…`, `tcp://host:port`.
import { isIpAddress } from "../workspace/names";
import type { Scheme, Target } from "./trace";

/** A target, or why the text is none. */
export type ReadTarget =
  | { readonly target: Target }
  | { readonly problem: "no-scheme" | "unknown-scheme" | "no-host" | "no-port" | "invalid-port" };

const DEFAULT_PORTS: Readonly<Record<Scheme, number | undefined>> = { http: 80, https: 443, tls: 443, tcp: undefined };

/** Reads a target. A tcp target needs a port; `sni` overrides the server name of TLS. */
export function parseTarget(text: string, sni?: string): ReadTarget {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^#]*)/i.exec(text.trim());
  if (match === null) return { problem: "no-scheme" };
  const [, schemeText = "", authority = "", rest = ""] = match;
  const scheme = schemeText.toLowerCase();
  if (!isScheme(scheme)) return { problem: "unknown-scheme" };
  const withoutUser = authority.slice(authority.lastIndexOf("@") + 1);
  const parts = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(withoutUser);
  const host = (parts?.[1] ?? "").replace(/^\[|\]$/g, "").toLowerCase();
  if (host === "") return { problem: "no-host" };
  const portText = parts?.[2];
  const port = portText === undefined || portText === "" ? DEFAULT_PORTS[scheme] : Number(portText);
  if (port === undefined) return { problem: "no-port" };
  if (!Number.isInteger(port) || port < 1 || port > 65535) return { problem: "invalid-port" };
  const path = rest.startsWith("/") ? rest : `/${rest}`;
  return {
    target: {
      scheme,
      host,
      port,
      path,
      ...(sni === undefined ? {} : { sni: sni.toLowerCase() }),
      ...(isIpAddress(host) ? { address: host } : {}),
    },
  };
}

function isScheme(text: string): text is Scheme {
  return text === "http" || text === "https" || text === "tls" || text === "tcp";
}
