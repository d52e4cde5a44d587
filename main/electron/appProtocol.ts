import { protocol, type Session } from "electron";
import { answerAppRequest } from "./appFiles.ts";

const scheme = "app";

/** Must run before the app is ready: it makes `app:` a secure origin like https, with no access to files. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the renderer's built files, and nothing else, under `app://quarterdeck/`. */
export function serveApp(session: Session, rendererFolder: string): void {
  session.protocol.handle(scheme, (request) => answerAppRequest(request, rendererFolder));
}
