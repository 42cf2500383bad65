import { net, protocol } from 'electron';
import { pathToFileURL } from 'node:url';
import { APP_CSP, appFile } from './appFiles.ts';

/** Before the app is ready: makes gantry: an origin like https:, with storage and modules. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'gantry', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the designer's built files as gantry://app/. */
export function serveApp(root: string): void {
  protocol.handle('gantry', async (request) => {
    const file = appFile(request.url, root);
    if (file === undefined) return new Response('not found', { status: 404 });
    const answer = await net.fetch(pathToFileURL(file).href);
    const headers = new Headers(answer.headers);
    headers.set('content-security-policy', APP_CSP);
    headers.set('x-content-type-options', 'nosniff');
    return new Response(answer.body, { status: answer.status, headers });
  });
}
