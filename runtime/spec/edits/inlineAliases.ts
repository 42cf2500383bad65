import { isObject } from '../../foundation/index.ts';
import type { ParsedText } from '../parsedText.ts';
import type { View } from '../view.ts';
import { renderFlow } from './render.ts';
import type { Splice } from './splices.ts';

/** Writes out what every alias stands for, so that no edit of one place reaches another. Anchors stay; they then name nothing. */
export function inlineAliases(document: ParsedText): readonly Splice[] {
  const splices: Splice[] = [];
  const walk = (view: View, value: unknown): void => {
    if (view.kind === 'leaf') {
      if (view.style === 'alias') splices.push({ from: view.from, to: view.to, text: renderFlow(value) });
    } else if (view.kind === 'list') {
      for (const [index, item] of view.items().entries())
        walk(item.value(), Array.isArray(value) ? value[index] : undefined);
    } else {
      for (const entry of view.entries()) walk(entry.value(), isObject(value) ? value[entry.key] : undefined);
    }
  };
  walk(document.root, document.tree?.whole?.value);
  return splices;
}
