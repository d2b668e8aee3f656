// What the scripts under tools/ may use of the headless VS Code.
export { startBrowser } from "./browser";
export { startServer, writeSettings } from "./server";
export { openWorkbench, waitForExtension, waitForQuiet } from "./workbench";
