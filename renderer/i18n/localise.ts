import type { ComponentDescriptor } from '../../runtime/compile/plan.ts';

/** A plugin's English text in the user's language, where the plugin brings one. */
export function localise(descriptor: ComponentDescriptor | undefined, language: string, english: string): string {
  const { locales } = descriptor ?? {};
  const texts = locales?.[language] ?? locales?.[language.split('-')[0] ?? ''];
  return texts?.[english] ?? english;
}
