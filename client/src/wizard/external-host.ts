// What people answer when they are asked for a host: a name, a name with a port, or a URL copied from somewhere.

/** A host with the ports that the text named. */
export interface ExternalHost {
  readonly host: string;
  /** The port of plain HTTP, from a URL that begins with http://. */
  readonly httpPort?: number;
  /** The port of TLS, from a URL that begins with https://, or of a name without a scheme. */
  readonly tlsPort?: number;
}

const LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
const ANSWER = new RegExp(
  `^(?:([a-z][a-z0-9+.-]*)://)?((?:\\*\\.)?${LABEL}(?:\\.${LABEL})+)(?::(\\d{1,5}))?(?:[/?#].*)?$`,
  "i",
);

/** Reads an answer; nothing when no name of a host outside the cluster is in it. */
export function readExternalHost(text: string): ExternalHost | undefined {
  const [, scheme, name, digits] = ANSWER.exec(text.trim()) ?? [];
  if (name === undefined || /^[\d.]+$/.test(name)) return undefined;
  const host = name.toLowerCase();
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
  if (port === undefined) return { host };
  return scheme?.toLowerCase() === "http" ? { host, httpPort: port } : { host, tlsPort: port };
}
