/** Where a secret's value is found on the member that runs the task. */
export type SecretKind = 'env' | 'file' | 'secret';

export interface SecretReference {
  readonly kind: SecretKind;
  readonly name: string;
}

const REFERENCE = /^\$\{(env|file|secret):([^}]*)\}$/;

/** Reads `${env:X}`; undefined where a text is no reference. */
export function parseReference(text: string): SecretReference | undefined {
  const match = REFERENCE.exec(text);
  return match === null ? undefined : { kind: match[1] as SecretKind, name: match[2] ?? '' };
}

export function printReference({ kind, name }: SecretReference): string {
  return `\${${kind}:${name}}`;
}
