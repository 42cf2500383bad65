/**
 * Every visible text, in English and Simplified Chinese, and numbers the way each writes them. One file per feature and language;
 * texts of plugins come with their descriptors. Not for messages of the runtime, which carry stable codes and are English.
 */
export { createI18n, LANGUAGES, preferredLanguage, rememberLanguage } from './i18n.ts';
export type { Language } from './i18n.ts';
export { createFormats } from './formats.ts';
export type { Formats } from './formats.ts';
export { useFormats, useLanguage, useLocalised } from './hooks.ts';
export { localise } from './localise.ts';
