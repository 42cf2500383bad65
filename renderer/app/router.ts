import { useSyncExternalStore } from 'react';

/** Where the user is. The hash alone, so that the same files work below any path and from app://. */
export type Place = { readonly page: 'home' } | { readonly page: 'pipeline'; readonly name: string };

/** Reads `#/pipelines/<name>`; anything else is home. */
export function placeOf(hash: string): Place {
  const match = /^#\/pipelines\/([^/?]+)/.exec(hash);
  if (match?.[1] === undefined) return { page: 'home' };
  try {
    return { page: 'pipeline', name: decodeURIComponent(match[1]) };
  } catch {
    return { page: 'home' };
  }
}

export function hashOf(place: Place): string {
  return place.page === 'home' ? '#/' : `#/pipelines/${encodeURIComponent(place.name)}`;
}

export function goTo(place: Place): void {
  location.hash = hashOf(place);
}

export function usePlace(): Place {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return placeOf(hash);
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}
