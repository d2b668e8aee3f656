// What the system tells of another process: its processor time and memory. Linux only; elsewhere there is nothing to compare, and the campaign says so.
import { readFileSync } from "node:fs";

/** Milliseconds and bytes; both 0 where they are not known. */
export interface ProcessStat {
  readonly processorTime: number;
  readonly memory: number;
}

/** Looks at a process that may have ended. */
export function statOf(processId: number | undefined): ProcessStat {
  try {
    const text = readFileSync(`/proc/${processId ?? 0}/stat`, "utf8");
    // The name in brackets may hold anything; the numbers follow it. Ticks are hundredths of a second, pages 4 KiB.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { processorTime: (Number(fields[11]) + Number(fields[12])) * 10, memory: Number(fields[21]) * 4096 };
  } catch {
    // Ended, or no such system.
    return { processorTime: 0, memory: 0 };
  }
}
