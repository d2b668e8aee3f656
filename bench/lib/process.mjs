// Memory and processor time of a server and everything it has started, from /proc. Linux only.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = Number(execFileSync("getconf", ["CLK_TCK"]).toString()) || 100;

/** Resident memory in MB and processor time in ms (user and system) of a process and its descendants. */
export function sample(pid) {
  let memory = 0;
  let ticks = 0;
  for (const process of withDescendants(pid)) {
    try {
      const status = readFileSync(`/proc/${process}/status`, "utf8");
      memory += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
      const fields = readFileSync(`/proc/${process}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      ticks += fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    } catch {
      // It ended between the look at the list and the look at it.
    }
  }
  return { memory, cpu: (ticks * 1000) / TICKS_PER_SECOND };
}

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until the processes have been idle for a while, or for too long. */
export async function settle(pid, quiet = 300, longest = 20_000) {
  const begun = performance.now();
  let last = sample(pid).cpu;
  while (performance.now() - begun < longest) {
    await sleep(quiet);
    const { cpu } = sample(pid);
    if (cpu - last <= 10) return;
    last = cpu;
  }
}

function withDescendants(pid) {
  const found = [pid];
  for (const process of found) {
    try {
      for (const task of readdirSync(`/proc/${process}/task`)) {
        const children = readFileSync(`/proc/${process}/task/${task}/children`, "utf8").trim();
        if (children !== "") found.push(...children.split(" ").map(Number));
      }
    } catch {
      // Ended meanwhile.
    }
  }
  return found;
}
