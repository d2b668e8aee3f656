// Every rule, sorted by code. A repository test compares this list with the folder.
import type { AnyRule } from "./define";
import { rule as ambiguousDestinationPort } from "./ambiguous-destination-port";
import { rule as authorityNotRewritten } from "./authority-not-rewritten";
import { rule as certificateCheckSkipped } from "./certificate-check-skipped";
import { rule as clientTlsSettings } from "./client-tls-settings";
import { rule as conflictingRouteActions } from "./conflicting-route-actions";
import { rule as conflictingServers } from "./conflicting-servers";
import { rule as conflictingServiceEntries } from "./conflicting-service-entries";
import { rule as credentialIgnoredOnSidecar } from "./credential-ignored-on-sidecar";
import { rule as credentialNotInGatewayNamespace } from "./credential-not-in-gateway-namespace";
import { rule as deprecatedApiVersion } from "./deprecated-api-version";
import { rule as deprecatedField } from "./deprecated-field";
import { rule as destinationRuleHostUnknown } from "./destination-rule-host-unknown";
import { rule as destinationRuleNotVisible } from "./destination-rule-not-visible";
import { rule as doubleTls } from "./double-tls";
import { rule as duplicateDestinationRule } from "./duplicate-destination-rule";
import { rule as duplicateEgressHost } from "./duplicate-egress-host";
import { rule as duplicateHost } from "./duplicate-host";
import { rule as duplicateListKey } from "./duplicate-list-key";
import { rule as duplicatePort } from "./duplicate-port";
import { rule as duplicatePortName } from "./duplicate-port-name";
import { rule as duplicateVirtualServiceHost } from "./duplicate-virtual-service-host";
import { rule as egressGatewayBypassed } from "./egress-gateway-bypassed";
import { rule as egressSelectorMatchesNothing } from "./egress-selector-matches-nothing";
import { rule as endpointPorts } from "./endpoint-ports";
import { rule as exclusiveFields } from "./exclusive-fields";
import { rule as externalHostDeclaredInternal } from "./external-host-declared-internal";
import { rule as failoverWithoutOutlierDetection } from "./failover-without-outlier-detection";
import { rule as forbiddenAnnotation } from "./forbidden-annotation";
import { rule as gatewayHopPlaintext } from "./gateway-hop-plaintext";
import { rule as gatewayHopSniMismatch } from "./gateway-hop-sni-mismatch";
import { rule as gatewayHopTlsMismatch } from "./gateway-hop-tls-mismatch";
import { rule as gatewayHostNotExposed } from "./gateway-host-not-exposed";
import { rule as gatewayLegNeedsResolution } from "./gateway-leg-needs-resolution";
import { rule as gatewayPortMismatch } from "./gateway-port-mismatch";
import { rule as gatewayRoutesToItself } from "./gateway-routes-to-itself";
import { rule as hostNotImportedBySidecar } from "./host-not-imported-by-sidecar";
import { rule as hostsShareTcpPort } from "./hosts-share-tcp-port";
import { rule as httpRoutesOnTlsPort } from "./http-routes-on-tls-port";
import { rule as httpsPortDeclaredHttp } from "./https-port-declared-http";
import { rule as incompleteGateway } from "./incomplete-gateway";
import { rule as incompleteRoute } from "./incomplete-route";
import { rule as incompleteSidecar } from "./incomplete-sidecar";
import { rule as incompleteTrafficPolicy } from "./incomplete-traffic-policy";
import { rule as ineffectiveCipherSuites } from "./ineffective-cipher-suites";
import { rule as invalidAddress } from "./invalid-address";
import { rule as invalidConnectionPool } from "./invalid-connection-pool";
import { rule as invalidCorsPolicy } from "./invalid-cors-policy";
import { rule as invalidDelegate } from "./invalid-delegate";
import { rule as invalidDirectResponse } from "./invalid-direct-response";
import { rule as invalidDuration } from "./invalid-duration";
import { rule as invalidEgressProxy } from "./invalid-egress-proxy";
import { rule as invalidExportTo } from "./invalid-export-to";
import { rule as invalidFault } from "./invalid-fault";
import { rule as invalidGatewayReference } from "./invalid-gateway-reference";
import { rule as invalidHeader } from "./invalid-header";
import { rule as invalidHost } from "./invalid-host";
import { rule as invalidLabel } from "./invalid-label";
import { rule as invalidLoadBalancer } from "./invalid-load-balancer";
import { rule as invalidLocality } from "./invalid-locality";
import { rule as invalidMatchValue } from "./invalid-match-value";
import { rule as invalidOutlierDetection } from "./invalid-outlier-detection";
import { rule as invalidPercentage } from "./invalid-percentage";
import { rule as invalidPort } from "./invalid-port";
import { rule as invalidPortName } from "./invalid-port-name";
import { rule as invalidRedirect } from "./invalid-redirect";
import { rule as invalidResourceName } from "./invalid-resource-name";
import { rule as invalidRetry } from "./invalid-retry";
import { rule as invalidRewrite } from "./invalid-rewrite";
import { rule as invalidSelector } from "./invalid-selector";
import { rule as invalidSniHost } from "./invalid-sni-host";
import { rule as invalidSubset } from "./invalid-subset";
import { rule as invalidTunnel } from "./invalid-tunnel";
import { rule as invalidWeight } from "./invalid-weight";
import { rule as lostIndentation } from "./lost-indentation";
import { rule as matchGatewayNotListed } from "./match-gateway-not-listed";
import { rule as meshCertificateToOutside } from "./mesh-certificate-to-outside";
import { rule as missingAddress } from "./missing-address";
import { rule as missingField } from "./missing-field";
import { rule as missingTlsOrigination } from "./missing-tls-origination";
import { rule as newerThanIstio } from "./newer-than-istio";
import { rule as notExportedToGateway } from "./not-exported-to-gateway";
import { rule as portSettingsDropTls } from "./port-settings-drop-tls";
import { rule as protocolMissing } from "./protocol-missing";
import { rule as requestFails } from "./request-fails";
import { rule as resolutionConflict } from "./resolution-conflict";
import { rule as routeKindMismatch } from "./route-kind-mismatch";
import { rule as selectorWithEndpoints } from "./selector-with-endpoints";
import { rule as serverNameNotVerified } from "./server-name-not-verified";
import { rule as serverNeedsTlsSettings } from "./server-needs-tls-settings";
import { rule as serverTlsSettings } from "./server-tls-settings";
import { rule as sidecarIngress } from "./sidecar-ingress";
import { rule as sidecarListener } from "./sidecar-listener";
import { rule as sniDoesNotMatchHost } from "./sni-does-not-match-host";
import { rule as targetPortNotAllowed } from "./target-port-not-allowed";
import { rule as tcpPortCapturesAll } from "./tcp-port-captures-all";
import { rule as tcpTlsWithoutSni } from "./tcp-tls-without-sni";
import { rule as tlsLost } from "./tls-lost";
import { rule as tlsOnUnusedSubset } from "./tls-on-unused-subset";
import { rule as tlsOpenedToPlainPort } from "./tls-opened-to-plain-port";
import { rule as tlsOriginationDisabled } from "./tls-origination-disabled";
import { rule as tlsOriginationOnUnusedPort } from "./tls-origination-on-unused-port";
import { rule as tlsSettingsOnPlainServer } from "./tls-settings-on-plain-server";
import { rule as unknownApiVersion } from "./unknown-api-version";
import { rule as unknownField } from "./unknown-field";
import { rule as unknownGateway } from "./unknown-gateway";
import { rule as unknownHost } from "./unknown-host";
import { rule as unknownPort } from "./unknown-port";
import { rule as unknownSubset } from "./unknown-subset";
import { rule as unknownValue } from "./unknown-value";
import { rule as unreachableRoute } from "./unreachable-route";
import { rule as unsupportedProtocol } from "./unsupported-protocol";
import { rule as urlInsteadOfHost } from "./url-instead-of-host";
import { rule as valueOutOfRange } from "./value-out-of-range";
import { rule as wildcardDestination } from "./wildcard-destination";
import { rule as wildcardHostInMesh } from "./wildcard-host-in-mesh";
import { rule as wrongType } from "./wrong-type";
import { rule as yamlAlias } from "./yaml-alias";
import { rule as yamlDuplicateKey } from "./yaml-duplicate-key";
import { rule as yamlSyntax } from "./yaml-syntax";
import { rule as yamlTab } from "./yaml-tab";
import { rule as yamlTooLarge } from "./yaml-too-large";

/** All rules. */
export const allRules: readonly AnyRule[] = [
  ambiguousDestinationPort,
  authorityNotRewritten,
  certificateCheckSkipped,
  clientTlsSettings,
  conflictingRouteActions,
  conflictingServers,
  conflictingServiceEntries,
  credentialIgnoredOnSidecar,
  credentialNotInGatewayNamespace,
  deprecatedApiVersion,
  deprecatedField,
  destinationRuleHostUnknown,
  destinationRuleNotVisible,
  doubleTls,
  duplicateDestinationRule,
  duplicateEgressHost,
  duplicateHost,
  duplicateListKey,
  duplicatePort,
  duplicatePortName,
  duplicateVirtualServiceHost,
  egressGatewayBypassed,
  egressSelectorMatchesNothing,
  endpointPorts,
  exclusiveFields,
  externalHostDeclaredInternal,
  failoverWithoutOutlierDetection,
  forbiddenAnnotation,
  gatewayHopPlaintext,
  gatewayHopSniMismatch,
  gatewayHopTlsMismatch,
  gatewayHostNotExposed,
  gatewayLegNeedsResolution,
  gatewayPortMismatch,
  gatewayRoutesToItself,
  hostNotImportedBySidecar,
  hostsShareTcpPort,
  httpRoutesOnTlsPort,
  httpsPortDeclaredHttp,
  incompleteGateway,
  incompleteRoute,
  incompleteSidecar,
  incompleteTrafficPolicy,
  ineffectiveCipherSuites,
  invalidAddress,
  invalidConnectionPool,
  invalidCorsPolicy,
  invalidDelegate,
  invalidDirectResponse,
  invalidDuration,
  invalidEgressProxy,
  invalidExportTo,
  invalidFault,
  invalidGatewayReference,
  invalidHeader,
  invalidHost,
  invalidLabel,
  invalidLoadBalancer,
  invalidLocality,
  invalidMatchValue,
  invalidOutlierDetection,
  invalidPercentage,
  invalidPort,
  invalidPortName,
  invalidRedirect,
  invalidResourceName,
  invalidRetry,
  invalidRewrite,
  invalidSelector,
  invalidSniHost,
  invalidSubset,
  invalidTunnel,
  invalidWeight,
  lostIndentation,
  matchGatewayNotListed,
  meshCertificateToOutside,
  missingAddress,
  missingField,
  missingTlsOrigination,
  newerThanIstio,
  notExportedToGateway,
  portSettingsDropTls,
  protocolMissing,
  requestFails,
  resolutionConflict,
  routeKindMismatch,
  selectorWithEndpoints,
  serverNameNotVerified,
  serverNeedsTlsSettings,
  serverTlsSettings,
  sidecarIngress,
  sidecarListener,
  sniDoesNotMatchHost,
  targetPortNotAllowed,
  tcpPortCapturesAll,
  tcpTlsWithoutSni,
  tlsLost,
  tlsOnUnusedSubset,
  tlsOpenedToPlainPort,
  tlsOriginationDisabled,
  tlsOriginationOnUnusedPort,
  tlsSettingsOnPlainServer,
  unknownApiVersion,
  unknownField,
  unknownGateway,
  unknownHost,
  unknownPort,
  unknownSubset,
  unknownValue,
  unreachableRoute,
  unsupportedProtocol,
  urlInsteadOfHost,
  valueOutOfRange,
  wildcardDestination,
  wildcardHostInMesh,
  wrongType,
  yamlAlias,
  yamlDuplicateKey,
  yamlSyntax,
  yamlTab,
  yamlTooLarge,
];
