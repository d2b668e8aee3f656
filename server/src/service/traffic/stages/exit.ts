// Decides how the server at the end meets the connection: whether it wants TLS there and gets exactly one layer of it.
import type { DocumentSpan } from "../../model/resource";
import { externalHop } from "../hop";
import { portOf, type RegistryService } from "../registry";
import { type End, ended, endedByAbsence, type Stage, type State } from "../state";
import type { Hop, Step } from "../trace";

/** Judges the arrival. */
export const exit: Stage = (state) => {
  const last = state.hops.at(-1);
  const upstream = last?.upstream;
  if (last === undefined || upstream === undefined) return ended(state, "unknown", step("server-reached", {}, []));
  const end = judge(state, last, upstream.host, upstream.port);
  const hop = externalHop(end.state.draft, upstream.host, last.service?.namespace ?? "", upstream.port);
  return { ...end, state: { ...end.state, hops: [...end.state.hops, hop], draft: { steps: [] } } };
};

function judge(state: State, last: Hop, host: string, port: number): End {
  const { layers, aim } = state;
  const tunnel = state.isHttp && layers.length === 0 ? undefined : last.policy?.tunnel;
  const args = { host, port };
  const places = [...(aim?.because ?? []), ...portPlaces(last.service, aim?.port)];
  if (tunnel !== undefined) {
    const target = tunnel.policy.tunnel;
    state.notes.assume("tunnel-proxy", { host, target: target?.host?.value ?? "" });
    const because = target === undefined ? [] : [{ document: tunnel.rule.document, span: target.keySpan }];
    return ended(state, "ok", step("tunnelled", args, because));
  }
  const policyPlaces = last.policy?.because ?? [];
  if (layers.length > 1) {
    return ended(state, "double-tls", step("tls-twice", args, [...policyPlaces, ...places]));
  }
  const [layer] = layers;
  const wants = wantedBy(last.service, aim?.port ?? port, port);
  if (layer === undefined) {
    if (wants !== "tls" || !state.isHttp) return ended(state, "ok", step("server-reached", args, places));
    const wrong = step("server-wants-tls", args, [...policyPlaces, ...places]);
    return endedByAbsence(state, ["DestinationRule"], "plain-to-tls", wrong);
  }
  if (wants === "plain") {
    return ended(state, "tls-to-plain", step("server-wants-plaintext", args, [...policyPlaces, ...places]));
  }
  if (layer.certificate === "mesh" && last.service?.isExternal === true && last.service.endpoints.length === 0) {
    return ended(state, "tls-handshake-fails", step("mesh-tls-to-outside", args, [...policyPlaces, ...places]));
  }
  return ended(state, "ok", step("server-reached", args, places));
}

/**
 * What a server's port wants, as far as it can be told: TLS where the port is declared so or is 443; plaintext on port 80 of an outside host
 * that is declared as HTTP. Anything else is left open, since an HTTP declaration describes what the proxy reads, not what the server speaks.
 */
function wantedBy(service: RegistryService | undefined, servicePort: number, port: number): "tls" | "plain" | "either" {
  const declared = service === undefined ? undefined : portOf(service, servicePort);
  if (port === 443) return "tls";
  if (declared?.protocolClass === "tls") return "tls";
  if (service === undefined) return port === 80 ? "plain" : "either";
  if (port === 80 && service.isExternal && declared?.protocolClass === "http") return "plain";
  return "either";
}

function portPlaces(service: RegistryService | undefined, port: number | undefined): readonly DocumentSpan[] {
  const declared = service === undefined || port === undefined ? undefined : portOf(service, port);
  return declared === undefined ? [] : [declared.at];
}

function step(code: Step["code"], args: Step["args"], because: readonly DocumentSpan[]): Step {
  return { stage: "exit", code, args, because };
}
