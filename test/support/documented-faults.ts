// What is rightly found in YAML that Istio's site shows: pages about mistakes show the mistakes, and some blocks are no whole resources.

/** By `file code`: the reason why the finding is right. */
export const DOCUMENTED_FAULTS: Readonly<Record<string, string>> = {
  "docs-yaml/legacy-2021-blog_2020_proxying-legacy-services-using-egress-gateways-3.yaml invalid-host":
    "<my-proxied-service-hostname> stands for a name that the reader puts in; Istio refuses it as it is.",
  "docs-yaml/legacy-2021-docs_concepts_traffic-management-5.yaml incomplete-route":
    "The page shows hosts and gateways alone; the webhook refuses a VirtualService without routes.",
  "docs-yaml/legacy-2021-docs_ops_best-practices_traffic-management-6.yaml missing-field":
    "The page leaves the spec out; the API server refuses that.",
  "docs-yaml/legacy-2021-docs_ops_best-practices_traffic-management-6.yaml invalid-resource-name":
    "myapp-... stands for several names; Kubernetes refuses it as it is.",
  "docs-yaml/legacy-2021-docs_ops_common-problems_network-issues-3.yaml https-port-declared-http":
    "The page's example of this mistake.",
  "docs-yaml/legacy-2021-docs_ops_common-problems_network-issues-5.yaml route-kind-mismatch":
    "The page's example of this mistake.",
  "docs-yaml/legacy-2021-docs_ops_common-problems_network-issues-6.yaml double-tls":
    "The page's example of this mistake.",
  "docs-yaml/legacy-2021-docs_reference_config_analysis_ist0130-1.yaml unreachable-route":
    "The example of istioctl's own message about it.",
  "docs-yaml/legacy-2021-docs_reference_config_analysis_ist0134-1.yaml protocol-missing":
    "The example of istioctl's message about such ports.",
  "docs-yaml/legacy-2021-egress-gateway-tls-origination-3.yaml unknown-gateway":
    "The Gateway stands in another block of the page.",
  "docs-yaml/legacy-2021-egress-gateway-tls-origination-3.yaml unknown-host":
    "The ServiceEntry stands in another block of the page.",
};
