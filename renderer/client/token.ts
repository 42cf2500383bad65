const KEY = 'gantry.token';

/**
 * The member's token. The studio prints a URL that carries it once; it is taken out of the address bar at once, so that it stays
 * out of history and screenshots, and kept for this tab alone.
 */
export function takeTokenFromAddress(location: Location, history: History, storage: Storage): void {
  const url = new URL(location.href);
  const token = url.searchParams.get('token');
  if (token === null) return;
  storage.setItem(KEY, token);
  url.searchParams.delete('token');
  history.replaceState(null, '', url);
}

export function readToken(storage: Storage): string | undefined {
  return storage.getItem(KEY) ?? undefined;
}

export function keepToken(storage: Storage, token: string): void {
  storage.setItem(KEY, token);
}
