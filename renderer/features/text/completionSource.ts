import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { DocumentStore } from '../../document/index.ts';
import { localise } from '../../i18n/index.ts';
import { suggestionsAt } from './suggestions.ts';
import { textContextAt } from './textContext.ts';

/** Completes kinds, component types, their options and values, from what this member's plugins say of themselves. */
export function completionSource(store: DocumentStore, language: string) {
  return (context: CompletionContext): CompletionResult | null => {
    const place = textContextAt(context.state.doc.toString(), context.pos);
    if (place === undefined || (place.typed === '' && place.key === undefined && !context.explicit)) return null;
    const { catalog, document } = store.getState();
    const suggestions = suggestionsAt(place, catalog, document.pipeline);
    if (suggestions.length === 0) return null;
    return {
      from: place.from,
      options: suggestions.map(({ info, detail, ...rest }) => ({
        ...rest,
        ...(detail === undefined ? {} : { detail: anyLocalised(detail) }),
        ...(info === undefined ? {} : { info: anyLocalised(info) }),
      })),
      validFor: /^[\w.-]*$/,
    };

    function anyLocalised(english: string): string {
      for (const component of catalog.components) {
        const said = localise(component, language, english);
        if (said !== english) return said;
      }
      return english;
    }
  };
}
