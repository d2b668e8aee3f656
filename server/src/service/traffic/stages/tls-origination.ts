// Decides what TLS the proxy puts on the connection to the chosen cluster, and where the connection goes: to the gateway ahead or out.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
import { modeSpan } from "../../model/destination-rule";
import type { DocumentSpan } from "../../model/resource";
import { isWildcard } from "../../workspace/names";
import { hopOf } from "../hop";
import { endpointPort, portOf } from "../registry";
import { checkSecret } from "../secrets";
import { decided, type Draft, type End, endedByAbsence, ended, NO_EGRESS, type Stage, type State } from "../state";
import { layerOf, originateTls } from "../tls";
import type { HopTls, Step } from "../trace";

/** Opens the connection. */
export const tlsOrigination: Stage = (state) => {
  const { aim, draft, proxy, readsHttp, layers, request } = state;
  const { policy } = draft;
  const service = aim?.service;
  if (aim === undefined || service === undefined || policy === undefined) {
    return ended(state, "unknown", step("plaintext", {}, []));
  }
  const tls = originateTls(policy.tls, {
    release: state.view.settings.istioVersion,
    isSidecar: proxy.kind === "sidecar",
    host: aim.host,
    port: aim.port,
    subset: aim.subset,
    authority: readsHttp ? request.authority : undefined,
    serviceNames: service.subjectAltNames,
    inside: layers,
  });
  const declared = portOf(service, aim.port);
  // A gateway nobody describes is taken to listen on the very port.
  const exposed = state.gatewayAhead?.services.flatMap((known) => known.ports).find((port) => port.port === aim.port);
  const upstreamPort =
    state.landingPort ??
    exposed?.targetPort ??
    (declared === undefined ? aim.port : (endpointPort(service, declared) ?? aim.port));
  // Behind a wildcard, the connection goes to the very name that was asked for.
  const named = readsHttp ? request.authority : (layers.at(-1)?.sni ?? state.target.host);
  const upstream = { host: isWildcard(aim.host) ? named : aim.host, port: upstreamPort };
  const opened: Partial<Draft> = { tls, upstream };
  const because = [...policyPlaces(tls), ...policy.because];
  const args = { mode: tls.mode, host: aim.host, port: aim.port, sni: tls.sni ?? "" };
  const failure = secretFailure(state, tls, opened, because);
  if (failure !== undefined) return failure;
  if (tls.policy !== undefined && (tls.mode === "SIMPLE" || tls.mode === "MUTUAL")) noteFiles(state, tls);
  const layer = layerOf(tls);
  const next = decided(
    state,
    step(codeOf(tls), args, because),
    {
      next: state.gatewayAhead === undefined ? "exit" : "gateway-listener",
      layers: layer === undefined ? layers : [...layers, layer],
      port: state.port,
    },
    opened,
  );
  const moved = { ...next, hops: [...next.hops, hopOf(next)], draft: { steps: [] } };
  const gateway = state.gatewayAhead;
  if (gateway === undefined) return moved;
  return {
    ...moved,
    port: upstreamPort,
    address: undefined,
    listening: undefined,
    landingPort: undefined,
    readsHttp: false,
    proxy: {
      kind: "gateway",
      name: gateway.name,
      namespace: gateway.namespace,
      labels: gateway.labels,
      egress: NO_EGRESS,
      scope: { namespace: gateway.namespace, isGateway: true },
      outbound: state.proxy.outbound,
      workload: gateway,
    },
  };
};

function secretFailure(
  state: State,
  tls: HopTls,
  opened: Partial<Draft>,
  because: readonly DocumentSpan[],
): End | undefined {
  const credential = tls.policy?.tls.credentialName;
  if (credential === undefined || tls.policy === undefined || (tls.mode !== "SIMPLE" && tls.mode !== "MUTUAL")) {
    return undefined;
  }
  const result = checkSecret(state.view, credential.value, state.proxy.namespace, tls.mode);
  const place = { document: tls.policy.rule.document, span: credential.span };
  const args = { name: result.name, namespace: result.namespace };
  switch (result.state) {
    case "seen":
    case "not-a-secret":
      return undefined;
    case "not-seen":
      state.notes.assume("secret-not-seen", args);
      return undefined;
    case "missing":
      return endedByAbsence(
        state,
        ["Secret"],
        "tls-handshake-fails",
        step("secret-missing", args, [place, ...because]),
        opened,
      );
    case "without-key":
      return ended(state, "tls-handshake-fails", step("secret-without-key", args, [place, ...because]), opened);
  }
}

function noteFiles(state: State, tls: HopTls): void {
  const block = tls.policy?.tls;
  if (block === undefined || block.credentialName !== undefined) return;
  for (const file of [block.clientCertificate, block.privateKey, block.caCertificates]) {
    if (file !== undefined && file.value !== "" && file.value !== "system") {
      state.notes.assume("certificate-files", { path: file.value });
    }
  }
}

function codeOf(tls: HopTls): Step["code"] {
  if (tls.dropped === "credential-on-sidecar") return "tls-dropped-credential-on-sidecar";
  if (tls.dropped === "no-client-certificate") return "tls-dropped-no-client-certificate";
  switch (tls.mode) {
    case "ISTIO_MUTUAL":
      return "mesh-tls-originated";
    case "SIMPLE":
    case "MUTUAL":
      return "tls-originated";
    case "PASSTHROUGH":
      return "client-tls-forwarded";
    case "DISABLE":
      return "plaintext";
  }
}

function policyPlaces(tls: HopTls): readonly DocumentSpan[] {
  const { policy } = tls;
  if (policy === undefined) return [];
  const { document } = policy.rule;
  const credential = policy.tls.credentialName;
  return tls.dropped === "credential-on-sidecar" && credential !== undefined
    ? [{ document, span: credential.span }]
    : [{ document, span: modeSpan(policy.tls) }];
}

function step(code: Step["code"], args: Step["args"], because: readonly DocumentSpan[]): Step {
  return { stage: "tls-origination", code, args, because };
}
