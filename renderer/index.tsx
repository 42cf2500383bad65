import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/tokens.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import {
  createBrowserDesktop,
  createHttpTransport,
  createIpcTransport,
  createRuntimeClient,
  keepToken,
  readToken,
  takeTokenFromAddress,
} from './client/index.ts';
import { createI18n, preferredLanguage } from './i18n/index.ts';

const RELOADED_KEY = 'gantry.reloadedAt';
/** A page that has just been reloaded for this reason does not reload again: then the file is truly missing. */
const RELOAD_PAUSE_MS = 60_000;

/** A tab that was open during an upgrade asks for parts of the designer that are gone. The page of the new one has their names. */
function reloadAfterUpgrade(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const reloadedAt = Number(sessionStorage.getItem(RELOADED_KEY) ?? 0);
    if (Date.now() - reloadedAt < RELOAD_PAUSE_MS) return;
    event.preventDefault();
    sessionStorage.setItem(RELOADED_KEY, String(Date.now()));
    location.reload();
  });
}

/** The one place where the client, the shell and the texts are put together. */
async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no element with the id root');
  reloadAfterUpgrade();
  const bridge = window.gantry;
  if (bridge === undefined) takeTokenFromAddress(location, history, sessionStorage);

  const transport =
    bridge === undefined
      ? createHttpTransport({ fetch: fetch.bind(globalThis), token: () => readToken(sessionStorage) })
      : createIpcTransport(bridge);
  const client = createRuntimeClient(transport);
  const desktop =
    bridge === undefined ? createBrowserDesktop(document) : { ...bridge.desktop, kind: 'desktop' as const };
  const i18n = await createI18n(preferredLanguage(localStorage, navigator.languages));
  document.documentElement.lang = i18n.language;
  i18n.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });

  const giveToken = (token: string): void => {
    keepToken(sessionStorage, token);
    client.events.reconnect();
  };
  const services = { client, desktop, ...(bridge === undefined ? { giveToken } : {}) };
  createRoot(root).render(
    <StrictMode>
      <App services={services} i18n={i18n} />
    </StrictMode>,
  );
}

await start();
