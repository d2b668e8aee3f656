// The command line's own sentences, in both languages.
import type { LocalizedText } from "../service/index";

/** Texts of the command line. */
export const cliText = {
  unreadable: { en: "Cannot read {path}: {reason}", ko: "{path} 경로를 읽을 수 없습니다: {reason}" },
  notText: { en: "not a text file, or larger than 8 MB", ko: "텍스트 파일이 아니거나 8 MB보다 큽니다" },
  notFound: { en: "no such file or folder", ko: "파일이나 폴더가 없습니다" },
  noPath: { en: "Name at least one file or folder.", ko: "파일이나 폴더를 하나 이상 지정하십시오." },
  badUrl: {
    en: "{url} is no address; write http://host[:port]/path, https://host, tls://host:port or tcp://host:port.",
    ko: "{url} 주소를 이해할 수 없습니다. http://host[:port]/path, https://host, tls://host:port, tcp://host:port 형식으로 적습니다.",
  },
  oneField: {
    en: "Name one field, such as DestinationRule.spec.trafficPolicy.tls.mode.",
    ko: "DestinationRule.spec.trafficPolicy.tls.mode처럼 필드를 하나 지정하십시오.",
  },
  unknownCommand: { en: "There is no command {name}.", ko: "{name} 명령은 없습니다." },
  badValue: {
    en: "{value} is no value for {option}; it takes {allowed}.",
    ko: "{value} 값은 {option} 옵션에 쓸 수 없습니다. 쓸 수 있는 값: {allowed}",
  },
  missingOption: { en: "{option} is required.", ko: "{option} 옵션이 필요합니다." },
  summary: {
    en: "{errors} errors, {warnings} warnings, {others} notes in {files} files ({resources} resources)",
    ko: "오류 {errors}개, 경고 {warnings}개, 참고 {others}개 (파일 {files}개, 리소스 {resources}개)",
  },
  fixed: { en: "Repaired {files} files.", ko: "파일 {files}개를 고쳤습니다." },
  reading: { en: "Reading files: {count}", ko: "파일 읽는 중: {count}" },
  seeHelp: { en: "See istio-egress --help.", ko: "사용법은 istio-egress --help를 참고하십시오." },
} satisfies Readonly<Record<string, LocalizedText>>;

/** `istio-egress --help`. */
export const help: LocalizedText = {
  en: `istio-egress: checks and explains Istio egress configuration. Offline; reads files only.

  check [options] PATH...     report mistakes in files and folders
      --format text|json|sarif|github   (default: text)
      --fail-on error|warning|never     exit status 1 from this severity on (default: error)
      --whole-mesh                      the paths hold every resource of the mesh
      --istio-version V                 the release the files are written for
      --fix                             apply the safe repairs and write the files
  trace --from NAMESPACE[/WORKLOAD] URL PATH...
                              follow a request and draw its path
      --format text|json   --sni NAME   --istio-version V
      --whole-mesh                      what the paths lack (Secrets, say) is missing in the cluster
  explain FIELD               what a field means, e.g. DestinationRule.spec.trafficPolicy.tls.mode
  scaffold --host HOST        print a set of resources
      --variant V  --namespace N  --gateway-service S  --gateway-namespace N  --credential-name C

  --locale en|ko   --help   --version

Exit status: 0 nothing at or above --fail-on, 1 something, 2 bad usage or an unreadable path.
`,
  ko: `istio-egress: Istio egress 설정을 검사하고 설명합니다. 네트워크 없이 파일만 읽습니다.

  check [옵션] PATH...        파일과 폴더의 실수를 알려 줍니다
      --format text|json|sarif|github   (기본값: text)
      --fail-on error|warning|never     이 심각도 이상이 있으면 종료 코드 1 (기본값: error)
      --whole-mesh                      지정한 경로에 메시의 모든 리소스가 있습니다
      --istio-version V                 파일을 적용할 Istio 버전
      --fix                             안전한 수정을 적용하고 파일을 저장합니다
  trace --from NAMESPACE[/WORKLOAD] URL PATH...
                              요청을 따라가며 경로를 보여 줍니다
      --format text|json   --sni NAME   --istio-version V
      --whole-mesh                      지정한 경로에 없는 것(Secret 등)은 클러스터에도 없습니다
  explain FIELD               필드의 뜻. 예: DestinationRule.spec.trafficPolicy.tls.mode
  scaffold --host HOST        리소스 세트를 출력합니다
      --variant V  --namespace N  --gateway-service S  --gateway-namespace N  --credential-name C

  --locale en|ko   --help   --version

종료 코드: 0 --fail-on 이상의 문제 없음, 1 있음, 2 잘못된 사용법 또는 읽을 수 없는 경로.
`,
};
