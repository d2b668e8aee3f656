// Figures of a run -> the page that is published, and what misses its goal.
import { median, shown } from "./statistics.mjs";

const TITLES = {
  startup: () => "Starting the server, to the diagnostics of a file with one set",
  openFile: (sets) => `Opening a file of ${(sets * 4).toLocaleString("en-US")} documents`,
  keystroke: (sets) => `A key in a file of ${(sets * 4).toLocaleString("en-US")} documents`,
  typing: (sets) => `A word typed at 100 ms a key in a file of ${(sets * 4).toLocaleString("en-US")} documents`,
  openMany: (files) => `${files.toLocaleString("en-US")} files opened in a row`,
  index: (files) => `A workspace of ${files.toLocaleString("en-US")} files, one of them open`,
};

/** The page, as Markdown. `samples` are { scenario, size, server, figures } in the order of their runs; the first server is the peer. */
export function render({ samples, servers, goals, environment }) {
  const [peer, own] = servers;
  const lines = [
    "# Benchmarks",
    "",
    "Written by `npm run bench`: the packaged server and yaml-language-server side by side, over standard input and output, in one run. `bench/` holds",
    "what is done and what the goals are. A clock stops only at diagnostics that are right for the newest text. yaml-language-server publishes 200 ms",
    "after the last change, which is part of its wall times; processor times are free of that. Figures are medians; memory is resident.",
    "",
    ...environment.map((line) => `- ${line}`),
    "",
  ];
  for (const { scenario, size } of units(samples)) {
    lines.push(
      `## ${TITLES[scenario](size)}`,
      "",
      `| figure | ${peer} | ${own} | ratio | at most |`,
      "| --- | --: | --: | --: | --: |",
    );
    for (const figure of figuresOf(samples, scenario, size)) {
      const [theirs, ours] = [peer, own].map((server) => figureOf(samples, { scenario, size, figure, server }));
      const goal = goals.find((one) => one.scenario === scenario && one.size === size && one.figure === figure);
      lines.push(`| ${figure} | ${shown(theirs)} | ${shown(ours)} | ${shown(ours / theirs)} | ${limitText(goal)} |`);
    }
    lines.push("");
  }
  return lines.join("\n");
}

/** The goals that were missed by more than their margin, as sentences. Goals of scenarios that were not run are passed over. */
export function missed({ samples, servers: [peer, own], goals }) {
  return goals.flatMap((goal) => {
    const { scenario, size, figure, share, most, margin } = goal;
    if (!samples.some((sample) => sample.scenario === scenario && sample.size === size)) return [];
    const ours = figureOf(samples, { scenario, size, figure, server: own });
    const theirs = figureOf(samples, { scenario, size, figure, server: peer });
    const limit = most ?? share * theirs;
    if (ours <= limit * margin) return [];
    if (Number.isNaN(limit)) return [`${TITLES[scenario](size)}: the peer has no ${figure} to compare with`];
    return [`${TITLES[scenario](size)}: ${figure} is ${shown(ours)}, at most ${shown(limit)} was wanted`];
  });
}

function limitText(goal) {
  if (goal === undefined) return "";
  return goal.most === undefined ? `1/${Math.round(1 / goal.share)} of the peer` : shown(goal.most);
}

function units(samples) {
  const found = new Map(samples.map(({ scenario, size }) => [`${scenario} ${size}`, { scenario, size }]));
  return [...found.values()];
}

function figuresOf(samples, scenario, size) {
  const here = samples.filter((sample) => sample.scenario === scenario && sample.size === size);
  return [...new Set(here.flatMap(({ figures }) => Object.keys(figures)))];
}

function figureOf(samples, { scenario, size, figure, server }) {
  const here = samples.filter(
    (sample) => sample.scenario === scenario && sample.size === size && sample.server === server,
  );
  return median(here.flatMap(({ figures }) => figures[figure] ?? []));
}
