// The command line's own sentences, in both languages.
import { fill, type Locale, type LocalizedText } from "../service/index";

/** Texts of the command line. */
export const cliText = {
  unreadable: { en: "Cannot read {path}: {reason}", ko: "{path} 경로를 읽을 수 없습니다: {reason}" },
  notFound: { en: "no such file or folder", ko: "파일이나 폴더가 없습니다" },
  forbidden: { en: "no permission", ko: "권한이 없습니다" },
  link: { en: "a symbolic link; name the file it leads to", ko: "심볼릭 링크입니다. 가리키는 파일을 지정하십시오" },
  notRegular: { en: "not a regular file", ko: "일반 파일이 아닙니다" },
  tooLarge: { en: "larger than 8 MB", ko: "8 MB보다 큽니다" },
  notUtf8: { en: "not UTF-8 text", ko: "UTF-8 텍스트가 아닙니다" },
  notText: { en: "not a text file", ko: "텍스트 파일이 아닙니다" },
  busy: { en: "locked by another program", ko: "다른 프로그램이 잠그고 있습니다" },
  failed: { en: "the system says {code}", ko: "시스템 오류 {code}" },
  more: { en: "… and {files} more", ko: "… 그 밖에 {files}개" },
  notEntered: { en: "Not looked into: {folders}", ko: "살펴보지 않은 폴더: {folders}" },
  nothingRead: { en: "Nothing was read: no YAML file in {paths}.", ko: "읽은 것이 없습니다. YAML 파일 없음: {paths}" },
  noPath: { en: "Name at least one file or folder.", ko: "파일이나 폴더를 하나 이상 지정하십시오." },
  emptyPath: { en: "A path is empty.", ko: "빈 경로가 있습니다." },
  badUrl: {
    en: "{url} is no address; write http://host[:port]/path, https://host, tls://host:port or tcp://host:port.",
    ko: "{url} 주소를 이해할 수 없습니다. http://host[:port]/path, https://host, tls://host:port, tcp://host:port 형식으로 적습니다.",
  },
  badFrom: {
    en: "--from takes NAMESPACE or NAMESPACE/WORKLOAD, not {value}.",
    ko: "--from 옵션에는 NAMESPACE 또는 NAMESPACE/WORKLOAD를 씁니다. 받은 값: {value}",
  },
  unknownWorkload: {
    en: "These files have no workload {name} in namespace {namespace}; the request is followed as if its pods had no labels.",
    ko: "여기 파일의 {namespace} 네임스페이스에는 {name} 워크로드가 없습니다. 파드에 라벨이 없는 것으로 보고 요청을 따라갑니다.",
  },
  oneField: {
    en: "Name one field, such as DestinationRule.spec.trafficPolicy.tls.mode.",
    ko: "DestinationRule.spec.trafficPolicy.tls.mode처럼 필드를 하나 지정하십시오.",
  },
  noCommand: { en: "Name a command.", ko: "명령을 지정하십시오." },
  unknownCommand: { en: "There is no command {name}.", ko: "{name} 명령은 없습니다." },
  unknownOption: { en: "There is no option {option}.", ko: "{option} 옵션은 없습니다." },
  valueMissing: { en: "{option} needs a value.", ko: "{option} 옵션에는 값이 필요합니다." },
  noValueTaken: { en: "{option} takes no value.", ko: "{option} 옵션에는 값을 쓸 수 없습니다." },
  givenTwice: { en: "{option} is given twice.", ko: "{option} 옵션이 두 번 있습니다." },
  noPositional: { en: "{word} is one word too many.", ko: "{word}: 필요 없는 인자입니다." },
  fixOrDiff: {
    en: "--fix writes and --diff only shows: take one of them.",
    ko: "--fix 옵션은 파일을 고치고 --diff 옵션은 보여 주기만 합니다. 둘 중 하나만 쓰십시오.",
  },
  diffFormat: { en: "--diff prints a diff; it takes no --format.", ko: "--diff 출력에는 --format을 쓸 수 없습니다." },
  badValue: {
    en: "{value} is no value for {option}; it takes {allowed}.",
    ko: "{value} 값은 {option} 옵션에 쓸 수 없습니다. 쓸 수 있는 값: {allowed}",
  },
  badHost: {
    en: "{host} is no host for an egress set: {reason}",
    ko: "{host} 호스트로는 egress 리소스를 만들 수 없습니다: {reason}",
  },
  badScaffold: {
    en: "This would print resources that are wrong: {reason}",
    ko: "이 값으로는 잘못된 리소스가 만들어집니다: {reason}",
  },
  missingOption: { en: "{option} is required.", ko: "{option} 옵션이 필요합니다." },
  summary: {
    en: "{errors}, {warnings}, {others} in {files} ({resources})",
    ko: "{errors}, {warnings}, {others} ({files}, {resources})",
  },
  summaryNotRead: { en: "; {files} not read", ko: ", 읽지 않은 {files}" },
  fixed: { en: "Repaired {files}.", ko: "{files} 수정함." },
  wouldFix: { en: "--fix would repair {files}.", ko: "--fix 옵션이 수정할 대상: {files}" },
  notFixed: { en: "Left {path} as it is: {reason}", ko: "{path} 파일을 그대로 두었습니다: {reason}" },
  moreToFix: {
    en: "Some repairs were left out, as there are very many; run it again.",
    ko: "수정할 것이 매우 많아 일부를 남겼습니다. 다시 실행하십시오.",
  },
  leftChanged: { en: "it changed meanwhile", ko: "그사이에 바뀌었습니다" },
  leftGone: { en: "it is gone", ko: "사라졌습니다" },
  leftNotRegular: { en: "not a regular file", ko: "일반 파일이 아닙니다" },
  leftHardLinked: {
    en: "it has other names (hard links), which would keep the old text",
    ko: "다른 이름(하드 링크)이 있어 그쪽은 고쳐지지 않습니다",
  },
  leftReadOnly: { en: "it or its folder is read-only", ko: "파일이나 폴더가 읽기 전용입니다" },
  leftOwner: { en: "its owner could not be kept", ko: "소유자를 유지할 수 없습니다" },
  leftMode: { en: "its permissions could not be kept", ko: "권한을 유지할 수 없습니다" },
  leftNoRoom: { en: "there is no room on the disk", ko: "디스크에 남은 공간이 없습니다" },
  leftFailed: { en: "the system says {code}", ko: "시스템 오류 {code}" },
  outputFailed: { en: "Cannot write the output: {code}", ko: "출력을 쓸 수 없습니다: {code}" },
  crashed: {
    en: "istio-egress made a mistake of its own; please report it with these lines.",
    ko: "istio-egress 내부 오류입니다. 아래 내용과 함께 알려 주십시오.",
  },
  reading: { en: "Reading files: {count}", ko: "파일 읽는 중: {count}" },
  seeHelp: { en: "See istio-egress --help.", ko: "사용법은 istio-egress --help를 참고하십시오." },
} satisfies Readonly<Record<string, LocalizedText>>;

const COUNTED = {
  error: { one: "1 error", en: "{count} errors", ko: "오류 {count}개" },
  warning: { one: "1 warning", en: "{count} warnings", ko: "경고 {count}개" },
  note: { one: "1 note", en: "{count} notes", ko: "참고 {count}개" },
  file: { one: "1 file", en: "{count} files", ko: "파일 {count}개" },
  resource: { one: "1 resource", en: "{count} resources", ko: "리소스 {count}개" },
} as const;

/** A number of things in words: `1 file`, `2 files`. */
export function counted(count: number, thing: keyof typeof COUNTED, locale: Locale): string {
  const words = COUNTED[thing];
  return locale === "en" && count === 1 ? words.one : fill(words[locale], { count });
}

/** `istio-egress --help`. */
export const help: LocalizedText = {
  en: `istio-egress: checks and explains Istio egress configuration. Offline; reads files only.

  check [options] PATH...     report mistakes in files and folders
      --format text|json|sarif|github   (default: text)
      --fail-on error|warning|never     exit status 1 from this severity on (default: error)
      --whole-mesh                      the paths hold every resource of the mesh
      --istio-version V                 the release the files are written for
      --fix                             apply the safe repairs and write the files
      --diff                            show what --fix would change, and write nothing
  trace --from NAMESPACE[/WORKLOAD] URL PATH...
                              follow a request and draw its path
      --format text|json   --sni NAME   --istio-version V
      --labels app=sleep                the labels of the client's pods, where no file has them
      --whole-mesh                      what the paths lack (Secrets, say) is missing in the cluster
  explain FIELD               what a field means, e.g. DestinationRule.spec.trafficPolicy.tls.mode
                              or the end of its path: tls.mode
  scaffold --host HOST        print a set of resources
      --variant V  --namespace N  --gateway-service S  --gateway-namespace N  --credential-name C

  --locale en|ko   --help   --version

Exit status: 0 nothing at or above --fail-on, 1 something; 2 bad usage, a named path that could not be
read, nothing to read at all, or a file that could not be repaired.
`,
  ko: `istio-egress: Istio egress 설정을 검사하고 설명합니다. 네트워크 없이 파일만 읽습니다.

  check [옵션] PATH...        파일과 폴더의 실수를 알려 줍니다
      --format text|json|sarif|github   (기본값: text)
      --fail-on error|warning|never     이 심각도 이상이 있으면 종료 코드 1 (기본값: error)
      --whole-mesh                      지정한 경로에 메시의 모든 리소스가 있습니다
      --istio-version V                 파일을 적용할 Istio 버전
      --fix                             안전한 수정을 적용하고 파일을 저장합니다
      --diff                            --fix로 바뀔 내용을 보여 주기만 하고 저장하지 않습니다
  trace --from NAMESPACE[/WORKLOAD] URL PATH...
                              요청을 따라가며 경로를 보여 줍니다
      --format text|json   --sni NAME   --istio-version V
      --labels app=sleep                클라이언트 파드의 라벨 (파일에 없을 때)
      --whole-mesh                      지정한 경로에 없는 것(Secret 등)은 클러스터에도 없습니다
  explain FIELD               필드의 뜻. 예: DestinationRule.spec.trafficPolicy.tls.mode
                              경로의 끝부분만 적어도 됩니다: tls.mode
  scaffold --host HOST        리소스 세트를 출력합니다
      --variant V  --namespace N  --gateway-service S  --gateway-namespace N  --credential-name C

  --locale en|ko   --help   --version

종료 코드: 0 --fail-on 이상의 문제 없음, 1 있음. 2 잘못된 사용법, 지정한 경로를 읽을 수 없음,
읽은 파일이 없음, 또는 고치지 못한 파일이 있음.
`,
};
