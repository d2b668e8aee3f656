// "Istio Egress: Restart Server": stops the language server and starts it anew.
import type { Session } from "../session";

export async function restartServer(session: Session): Promise<void> {
  await session.restart();
}
