// Addresses that are none: of a ServiceEntry and its endpoints, of listeners, and the subnets that routes match on. Which form an endpoint's
// address may have follows from the entry's resolution.
import { type Field, knownText } from "../model/field";
import type { IstioResource } from "../model/lower";
import { type MessageNode, messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { hostProblem, isIpAddress, subnetProblem, UNIX_PREFIX, unixPathProblem } from "../model/values";
import { ISTIO_KINDS } from "../schema/structure";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { REJECTED } from "./repairs";

type Form = "subnet" | "ip" | "ip-or-socket" | "endpoint" | "static-endpoint" | "dns-endpoint";

/** The form of each field that holds addresses, by message and field; endpoints depend on their entry. */
const FORMS: Readonly<Record<string, Form>> = {
  "ServiceEntry.addresses": "subnet",
  "TLSMatchAttributes.destinationSubnets": "subnet",
  "L4MatchAttributes.destinationSubnets": "subnet",
  "L4MatchAttributes.sourceSubnet": "subnet",
  "Server.bind": "ip-or-socket",
  "IstioEgressListener.bind": "ip-or-socket",
  "IstioIngressListener.bind": "ip",
};

export const rule = defineRule({
  code: "invalid-address",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Invalid address",
      what: '{field} has "{address}", which is no IP address.',
      why: REJECTED.en,
      next: "Write an address such as 10.0.0.1 or 2001:db8::1.",
    },
    ko: {
      title: "잘못된 주소",
      what: '{field} 필드의 "{address}" 값은 IP 주소가 아닙니다.',
      why: REJECTED.ko,
      next: "10.0.0.1 이나 2001:db8::1 같은 주소를 씁니다.",
    },
  },
  variants: {
    cidr: {
      en: {
        what: '{field} has "{address}", which is no CIDR block.',
        next: "Write an address and a prefix length, such as 10.0.0.0/8.",
      },
      ko: {
        what: '{field} 필드의 "{address}" 값은 CIDR 블록이 아닙니다.',
        next: "10.0.0.0/8 처럼 주소와 prefix 길이를 씁니다.",
      },
    },
    endpoint: {
      en: {
        what: '{field} has "{address}", which is neither an IP address nor a host name.',
        next: "Write an IP address or a host name, without scheme and port.",
      },
      ko: {
        what: '{field} 필드의 "{address}" 값은 IP 주소도 호스트 이름도 아닙니다.',
        next: "scheme과 포트 없이 IP 주소나 호스트 이름을 씁니다.",
      },
    },
    "empty-endpoint": {
      en: {
        what: "An endpoint of this entry has no address.",
        next: "With DNS resolution, write the address or host name of each endpoint.",
      },
      ko: {
        what: "이 항목의 엔드포인트에 주소가 없습니다.",
        next: "DNS resolution에서는 엔드포인트마다 주소나 호스트 이름을 씁니다.",
      },
    },
    "socket-empty": {
      en: {
        what: "{field} names a unix socket without a path.",
        next: "Write the path, as in unix:///var/run/app.sock.",
      },
      ko: { what: "{field} 필드의 unix 소켓에 경로가 없습니다.", next: "unix:///var/run/app.sock 처럼 경로를 씁니다." },
    },
    "socket-not-absolute": {
      en: {
        what: '{field} has the socket path "{address}", which does not begin at the root.',
        next: "Write an absolute path, as in unix:///var/run/app.sock.",
      },
      ko: {
        what: '{field} 필드의 소켓 경로 "{address}" 값이 절대 경로가 아닙니다.',
        next: "unix:///var/run/app.sock 처럼 절대 경로를 씁니다.",
      },
    },
    "socket-directory": {
      en: { what: '{field} has the socket path "{address}", which is a directory.', next: "Name the socket's file." },
      ko: { what: '{field} 필드의 소켓 경로 "{address}" 값은 디렉터리입니다.', next: "소켓 파일을 지정합니다." },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  addresses:
  - 10.0.0.0/64
    #<^^^^^^^^^ error invalid-address
  - 10.0.0
    #<^^^^ error invalid-address
  resolution: STATIC
  endpoints:
  - address: unix://app.sock
             #<^^^^^^^^^^^^^ error invalid-address
`,
      `#- base: none
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata:
  name: vm
spec:
  address: vm_1.example.com
           #<^^^^^^^^^^^^^^ error invalid-address
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  addresses: [10.0.0.0/8, "2001:db8::1"]
  resolution: STATIC
  endpoints:
  - address: 10.0.0.1
`,
      `#- base: none
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata:
  name: vm
spec:
  address: vm.example.com
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const owner of messagesOf(resource)) {
      for (const { field, form, address } of addressesOf(resource, owner)) {
        const problem = judge(address.value, form);
        if (problem === undefined) continue;
        yield {
          at: address.span,
          args: { field, address: address.value.replace(UNIX_PREFIX, problem.startsWith("socket") ? "" : UNIX_PREFIX) },
          ...(problem === "ip" ? {} : { variant: problem }),
        };
      }
    }
  },
});

function judge(address: string, form: Form): string | undefined {
  if (form === "subnet") return subnetProblem(address);
  const isSocket = address.startsWith(UNIX_PREFIX);
  if (isSocket && form !== "ip" && form !== "dns-endpoint") {
    const path = address.slice(UNIX_PREFIX.length);
    // The CRD refuses a trailing slash even for an abstract socket of an endpoint.
    const isDirectory = form !== "ip-or-socket" && path.endsWith("/");
    const problem = unixPathProblem(path) ?? (isDirectory ? "directory" : undefined);
    return problem && `socket-${problem}`;
  }
  if (address === "") return form === "dns-endpoint" ? "empty-endpoint" : undefined;
  if (isIpAddress(address)) return undefined;
  if (form === "endpoint" || form === "dns-endpoint")
    return hostProblem(address) === undefined ? undefined : "endpoint";
  // A host name where the entry wants an address is the resolution's fault; see resolution-conflict.
  if (form === "static-endpoint") return hostProblem(address) === undefined ? undefined : "ip";
  return "ip";
}

interface WrittenAddress {
  readonly field: string;
  readonly form: Form;
  readonly address: Field<string>;
}

function addressesOf(resource: IstioResource, owner: MessageNode): readonly WrittenAddress[] {
  if (owner.message === "WorkloadEntry") return endpointAddress(resource, owner);
  return ["addresses", "destinationSubnets", "sourceSubnet", "bind"].flatMap((field): readonly WrittenAddress[] => {
    const form = FORMS[`${owner.message}.${field}`];
    if (form === undefined) return [];
    const single = knownText(owner.node, field);
    if (single !== undefined) return [{ field, form, address: single }];
    const list = entryOf(owner.node, field)?.value;
    if (list?.kind !== "sequence") return [];
    return list.items.flatMap((item) =>
      item?.kind === "scalar" && !item.placeholder && typeof item.value === "string"
        ? [{ field, form, address: { value: item.value, span: item.span } }]
        : [],
    );
  });
}

/** An endpoint's address. With resolution NONE there must be no endpoint at all, so their addresses do not matter. */
function endpointAddress(resource: IstioResource, endpoint: MessageNode): readonly WrittenAddress[] {
  const address = knownText(endpoint.node, "address");
  const field = "address";
  if (endpoint.parent === undefined) return address === undefined ? [] : [{ field, form: "endpoint", address }];
  switch (knownText(resource.spec, "resolution")?.value) {
    case "STATIC":
      return address === undefined ? [] : [{ field, form: "static-endpoint", address }];
    case "DNS":
    case "DNS_ROUND_ROBIN": {
      const absent = entryOf(endpoint.node, "address")?.value === undefined;
      return absent
        ? [{ field, form: "dns-endpoint", address: { value: "", span: endpoint.at } }]
        : address === undefined
          ? []
          : [{ field, form: "dns-endpoint", address }];
    }
    default:
      return [];
  }
}
