import type { TFunction } from 'i18next';
import type { Catalog, ComponentDescriptor } from '../../runtime/compile/plan.ts';
import { localise } from '../i18n/index.ts';
import type { ComponentRef } from './componentRef.ts';

/** A component as lists show it. */
export interface FoundComponent {
  readonly ref: ComponentRef;
  readonly title: string;
  readonly description: string;
  readonly icon: string | undefined;
}

/**
 * The components that match what was typed, the best first: titles before keywords before descriptions, in the user's language and
 * in English. Everything in the given order when nothing was typed.
 */
export function searchComponents(
  catalog: Catalog,
  refs: readonly ComponentRef[],
  typed: string,
  language: string,
  t: TFunction,
): readonly FoundComponent[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const scored = refs.map((ref) => {
    const component = catalog.components.find(({ role, type }) => role === ref.kind && type === ref.type);
    const found = describe(ref, component, language, t);
    return {
      found,
      score: scoreOf(words, [
        `${found.title} ${ref.type} ${component?.title ?? ''}`,
        `${(component?.keywords ?? []).join(' ')} ${t(`common.kind.${ref.kind}`)} ${ref.kind}`,
        found.description,
      ]),
    };
  });
  return scored
    .filter(({ score }) => score >= 0)
    .sort((a, b) => b.score - a.score)
    .map(({ found }) => found);
}

function describe(
  ref: ComponentRef,
  component: ComponentDescriptor | undefined,
  language: string,
  t: TFunction,
): FoundComponent {
  if (component === undefined) {
    return { ref, title: t('palette.topicTitle'), description: t('palette.topicDescription'), icon: undefined };
  }
  return {
    ref,
    title: localise(component, language, component.title),
    description: localise(component, language, component.description),
    icon: component.icon,
  };
}

/** Every word must be found somewhere; -1 where one is not. Earlier places and beginnings of words count more. */
function scoreOf(words: readonly string[], places: readonly string[]): number {
  let score = 0;
  for (const word of words) {
    const at = places.findIndex((place) => place.toLowerCase().includes(word));
    if (at < 0) return -1;
    const place = ` ${(places[at] ?? '').toLowerCase()}`;
    score += (places.length - at) * 2 + (place.includes(` ${word}`) ? 1 : 0);
  }
  return score;
}
