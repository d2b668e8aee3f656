// What the figures must reach. A goal is a number that ours must not exceed, or a share of the peer's figure from the same run; `margin` says
// how much more a machine that is busy or slow may take before the run fails.

/** Wall times hang on the machine and its load, so they get more room than shares of a figure from the same run. */
const WALL = 2;
const SHARE = 1.25;
const MEMORY = 1.25;

/** Each: scenario, its size, the figure, and at most what. */
export const goals = [
  { scenario: "openFile", size: 100, figure: "open_cold_cpu_ms", share: 1 / 8, margin: SHARE },
  { scenario: "openFile", size: 1000, figure: "open_cold_cpu_ms", share: 1 / 8, margin: SHARE },
  { scenario: "openFile", size: 1000, figure: "open_rss_mb", most: 200, margin: MEMORY },
  { scenario: "keystroke", size: 100, figure: "key_cpu_ms", most: 3, margin: WALL },
  { scenario: "keystroke", size: 1000, figure: "key_cpu_ms", most: 3, margin: WALL },
  { scenario: "keystroke", size: 1000, figure: "key_completion_ms", most: 5, margin: WALL },
  { scenario: "typing", size: 100, figure: "typing_last_key_to_diagnostics_ms", most: 10, margin: WALL },
  { scenario: "typing", size: 1000, figure: "typing_last_key_to_diagnostics_ms", most: 10, margin: WALL },
  { scenario: "openMany", size: 1000, figure: "open_many_ms", share: 1 / 5, margin: SHARE },
  { scenario: "openMany", size: 5000, figure: "open_many_ms", share: 1 / 5, margin: SHARE },
  { scenario: "index", size: 5000, figure: "index_ready_ms", most: 800, margin: WALL },
  { scenario: "index", size: 5000, figure: "index_all_findings_ms", most: 2500, margin: WALL },
  { scenario: "index", size: 5000, figure: "index_rss_mb", most: 250, margin: MEMORY },
];
