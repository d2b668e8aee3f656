// The sentences of the server itself, besides what the service says of YAML.
import type { LocalizedText } from "../service/index";

export const texts = {
  scanTitle: { en: "Istio Egress: reading YAML files", ko: "Istio Egress: YAML 파일 읽는 중" },
  scanCount: { en: "{count} files", ko: "파일 {count}개" },
  skipped: {
    en: "Files that were not read: {special} special, {unreadable} unreadable, {tooLarge} too large, {binary} not text.",
    ko: "읽지 않은 파일: 특수 파일 {special}개, 읽을 수 없는 파일 {unreadable}개, 너무 큰 파일 {tooLarge}개, 텍스트가 아닌 파일 {binary}개.",
  },
  usage: {
    en: `Usage: node {program} --stdio | --node-ipc | --socket=PORT | --pipe=NAME
An editor starts this language server and speaks the Language Server Protocol with it.
  --clientProcessId=PID  end when that process ends
  --version              print the version
  --help                 print this text`,
    ko: `사용법: node {program} --stdio | --node-ipc | --socket=PORT | --pipe=NAME
편집기가 이 언어 서버를 실행하고 Language Server Protocol로 통신합니다.
  --clientProcessId=PID  지정한 프로세스가 끝나면 함께 종료합니다
  --version              버전을 출력합니다
  --help                 이 도움말을 출력합니다`,
  },
} satisfies Record<string, LocalizedText>;
