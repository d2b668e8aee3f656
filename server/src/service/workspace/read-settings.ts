// The section `istioEgress`, as an editor sends it or a file holds it -> settings of the engine. Values of the wrong shape fall back to the default: a slip in
// the settings must not switch the product off.
import { DEFAULT_SETTINGS, type Settings, type Severity } from "./settings";

/** The engine's settings, and what concerns only how findings are shown. */
export interface ServerSettings {
  readonly engine: Settings;
  /** `auto`, `en` or `ko`. */
  readonly locale: string;
  readonly diagnostics: "workspace" | "openFiles";
}

type Json = Readonly<Record<string, unknown>>;

/** Reads a settings object. */
export function readSettings(section: unknown): ServerSettings {
  const json = object(section);
  const mesh = object(json.mesh);
  const policy = text(mesh.outboundTrafficPolicy);
  const rootNamespace = text(mesh.rootNamespace);
  const clusterDomain = text(mesh.clusterDomain);
  const version = text(json.istioVersion);
  return {
    locale: text(json.locale) ?? "auto",
    diagnostics: json.diagnostics === "openFiles" ? "openFiles" : "workspace",
    engine: {
      istioVersion: version !== undefined && /^\d+\.\d+$/.test(version) ? version : DEFAULT_SETTINGS.istioVersion,
      knowledge: json.wholeMesh === true ? "whole" : "part",
      gateways: list(json.gateways).flatMap(readGateway),
      mesh: {
        ...(policy === "ALLOW_ANY" || policy === "REGISTRY_ONLY" ? { outboundTrafficPolicy: policy } : {}),
        ...(rootNamespace === undefined ? {} : { rootNamespace }),
        ...(clusterDomain === undefined ? {} : { clusterDomain }),
        knownHosts: texts(mesh.knownHosts),
        knownGateways: texts(mesh.knownGateways),
      },
      severities: readSeverities(object(json.rules)),
    },
  };
}

function readGateway(entry: unknown): Settings["gateways"] {
  const json = object(entry);
  const name = text(json.name);
  const namespace = text(json.namespace);
  if (name === undefined || namespace === undefined) return [];
  const labels = Object.entries(object(json.labels)).flatMap(([key, value]) =>
    typeof value === "string" ? [[key, value] as const] : [],
  );
  const ports = list(json.ports).flatMap((port) => {
    const fields = object(port);
    if (typeof fields.port !== "number") return [];
    const portName = text(fields.name);
    return [
      {
        port: fields.port,
        targetPort: typeof fields.targetPort === "number" ? fields.targetPort : fields.port,
        ...(portName === undefined ? {} : { name: portName }),
      },
    ];
  });
  return [{ name, namespace, labels: Object.fromEntries(labels), ports }];
}

function readSeverities(json: Json): Settings["severities"] {
  const severities: Record<string, Severity | "off"> = {};
  for (const [code, value] of Object.entries(json)) {
    switch (value) {
      case "error":
      case "warning":
      case "information":
      case "hint":
      case "off":
        severities[code] = value;
        break;
      default:
        break;
    }
  }
  return severities;
}

function object(value: unknown): Json {
  // Any object can be read by key; what its values are is checked where they are used.
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function texts(value: unknown): readonly string[] {
  return list(value).flatMap((entry) => text(entry) ?? []);
}
