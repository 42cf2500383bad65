/** Where a reference may look. */
export const REFERENCE_KINDS = ['env', 'file', 'secret'] as const;

const WHOLE = /^\$\{(env|file|secret):[^{}\s]+\}$/;

/** Whether a value is a reference and nothing else: it is looked up where the task runs. */
export function isReference(value: unknown): boolean {
  return typeof value === 'string' && WHOLE.test(value);
}

/** One `${…}` in a text. */
export interface FoundReference {
  /** `env` of `${env:HOME}`; empty where there is no colon. */
  readonly kind: string;
  readonly name: string;
  readonly closed: boolean;
}

/** Every `${…}` in a text, sound or not. */
export function referencesIn(text: string): readonly FoundReference[] {
  return [...text.matchAll(/\$\{([^}]*)(\}?)/g)].map(([, inner = '', brace]) => {
    const colon = inner.indexOf(':');
    return { kind: colon === -1 ? '' : inner.slice(0, colon), name: inner.slice(colon + 1), closed: brace === '}' };
  });
}
