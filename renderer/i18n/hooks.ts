import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComponentDescriptor } from '../../runtime/compile/plan.ts';
import { createFormats } from './formats.ts';
import type { Formats } from './formats.ts';
import type { Language } from './i18n.ts';
import { localise } from './localise.ts';

const made = new Map<string, Formats>();

/** Figures in the user's language. */
export function useFormats(): Formats {
  const language = useLanguage();
  return useMemo(() => {
    const formats = made.get(language) ?? createFormats(language);
    made.set(language, formats);
    return formats;
  }, [language]);
}

export function useLanguage(): Language {
  return useTranslation().i18n.language as Language;
}

/** Translates a component's own texts: titles and descriptions of it and its fields. */
export function useLocalised(descriptor: ComponentDescriptor | undefined): (english: string) => string {
  const language = useLanguage();
  return useCallback((english) => localise(descriptor, language, english), [descriptor, language]);
}
