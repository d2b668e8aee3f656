// Every setting, in one table: key below `istioEgress`, type, default, and what it does in both languages. The manifest's configuration section
// and both package.nls files are generated from it (tools/generate-manifest.mjs); a repository test fails when they differ.
import { ISTIO_RELEASES, NEWEST_ISTIO } from "../service/schema/releases";

/** A setting as the manifest describes it. `schema` is the JSON Schema part besides type and default. */
export interface SettingDescription {
  readonly key: string;
  readonly type: "string" | "boolean" | "object" | "array";
  readonly default: unknown;
  readonly en: string;
  readonly ko: string;
  readonly schema?: Readonly<Record<string, unknown>>;
  /** Descriptions of the values of an enum, in its order. */
  readonly values?: readonly { readonly en: string; readonly ko: string }[];
  readonly scope?: "window" | "resource" | "machine-overridable";
}

/** The section all settings live in. */
export const SETTINGS_SECTION = "istioEgress";

/** All settings, in the order in which people meet them. */
export const settingDescriptions: readonly SettingDescription[] = [
  {
    key: "locale",
    type: "string",
    default: "auto",
    en: "Language of explanations and messages.",
    ko: "설명과 메시지를 표시할 언어입니다.",
    schema: { enum: ["auto", "en", "ko"] },
    values: [
      { en: "The language VS Code is shown in.", ko: "VS Code의 표시 언어를 따릅니다." },
      { en: "English.", ko: "영어로 표시합니다." },
      { en: "Korean.", ko: "한국어로 표시합니다." },
    ],
  },
  {
    key: "istioVersion",
    type: "string",
    default: NEWEST_ISTIO,
    en: "The Istio release your files are written for ([supported releases](https://istio.io/latest/docs/releases/supported-releases/)). Younger fields and values say so.",
    ko: "파일을 적용할 Istio 버전입니다([지원 버전](https://istio.io/latest/docs/releases/supported-releases/)). 이보다 나중에 추가된 필드와 값에는 그 사실을 표시합니다.",
    schema: { enum: ISTIO_RELEASES },
  },
  {
    key: "wholeMesh",
    type: "boolean",
    default: false,
    en: "The workspace holds every resource of the mesh: what is missing here is missing in the cluster, and may be reported.",
    ko: "작업 영역에 메시의 모든 리소스가 있다고 간주합니다. 여기에 없는 리소스는 클러스터에도 없는 것으로 보고 알려 줍니다.",
  },
  {
    key: "rules",
    type: "object",
    default: {},
    en: 'Severity by rule code, or `off`, for example `{ "gateway-hop-plaintext": "off" }`. A severity set here counts for every occurrence.',
    ko: '규칙 코드별 심각도입니다. 끄려면 `off`를 씁니다. 예: `{ "gateway-hop-plaintext": "off" }`. 여기에 적은 심각도는 그 규칙의 모든 진단에 적용됩니다.',
    // Beside the codes, whose meanings the generator adds.
    schema: { patternProperties: { "": { enum: ["error", "warning", "information", "hint", "off"] } } },
  },
  {
    key: "gateways",
    type: "array",
    default: [],
    en: "Gateways of the cluster that the workspace does not contain, besides Istio's own: the Service's name and namespace, the labels of its pods, and its ports.",
    ko: "작업 영역에는 없지만 클러스터에 있는 gateway입니다. Istio가 기본으로 제공하는 gateway는 적지 않아도 됩니다. Service의 이름과 네임스페이스, 파드 라벨, 포트를 적습니다.",
    schema: {
      items: {
        type: "object",
        required: ["name", "namespace"],
        additionalProperties: false,
        properties: {
          name: { type: "string" },
          namespace: { type: "string" },
          labels: { type: "object", additionalProperties: { type: "string" } },
          ports: {
            type: "array",
            items: {
              type: "object",
              required: ["port"],
              additionalProperties: false,
              properties: { port: { type: "integer" }, targetPort: { type: "integer" }, name: { type: "string" } },
            },
          },
        },
      },
    },
  },
  {
    key: "mesh",
    type: "object",
    default: {},
    en: "What is true of the mesh besides its resources ([MeshConfig](https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/)): `outboundTrafficPolicy`, `rootNamespace`, `clusterDomain`, and `knownHosts` and `knownGateways` that exist in the cluster only.",
    ko: "리소스만으로는 알 수 없는 메시의 정보입니다([MeshConfig](https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/)). `outboundTrafficPolicy`, `rootNamespace`, `clusterDomain`과, 클러스터에만 있는 `knownHosts`, `knownGateways`를 적습니다.",
    schema: {
      additionalProperties: false,
      properties: {
        outboundTrafficPolicy: { enum: ["ALLOW_ANY", "REGISTRY_ONLY"] },
        rootNamespace: { type: "string" },
        clusterDomain: { type: "string" },
        knownHosts: { type: "array", items: { type: "string" } },
        knownGateways: { type: "array", items: { type: "string" } },
      },
    },
  },
  {
    key: "diagnostics",
    type: "string",
    default: "workspace",
    en: "Which files problems are shown for.",
    ko: "문제를 표시할 파일의 범위입니다.",
    schema: { enum: ["workspace", "openFiles"] },
    values: [
      { en: "All YAML files of the workspace.", ko: "작업 영역의 모든 YAML 파일을 검사합니다." },
      { en: "Open files only.", ko: "열려 있는 파일만 검사합니다." },
    ],
  },
];
