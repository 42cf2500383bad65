import { isSecretSchema } from '@gantry/sdk';
import { isObject } from '../../foundation/index.ts';
import { isReference } from '../references.ts';
import type { Rule } from '../ruleContext.ts';
import { walkSchema } from '../schema/walk.ts';

const SECRET_NAME = /(^|[a-z_-])(password|passwd|secret|token|api[-_]?key|private[-_]?key)$/i;
const CREDENTIALS_IN_URL = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*:([^/?#\s@]+)@/i;

/** Secrets that stand in the document. The message never repeats them. */
export const secrets: Rule = ({ uses, report }) => {
  for (const { descriptor, written, configPath, title } of uses) {
    const secretFields = new Set<string>();
    walkSchema(descriptor?.configSchema, written, ({ schema, value, path }) => {
      const at = [configPath, ...path].join('.');
      if (!isSecretSchema(schema) || secretFields.has(at)) return;
      secretFields.add(at);
      if (value === undefined || value === null || value === '' || isReference(value)) return;
      report.say('secret_in_clear', {
        message: `In ${title}: "${path.join('.')}" is a secret and stands in the document itself.`,
        hint: 'Keep it elsewhere and refer to it: "${secret:name}", "${env:NAME}" or "${file:/path}".',
        path: at,
      });
    });
    for (const { path, key, text } of textsIn(written, [])) {
      const at = [configPath, ...path].join('.');
      const reason = secretFields.has(at) ? undefined : suspicion(key, text);
      if (reason === undefined) continue;
      report.say('secret_suspected', {
        severity: 'warning',
        message: `In ${title}: "${path.join('.')}" ${reason}.`,
        hint: 'If it is one, keep it elsewhere and refer to it: "${secret:name}".',
        path: at,
      });
    }
  }
};

function suspicion(key: string, text: string): string | undefined {
  const password = CREDENTIALS_IN_URL.exec(text)?.[1];
  if (password !== undefined && !password.startsWith('${')) return 'is an address with a password in it';
  return SECRET_NAME.test(key) && text.length >= 4 && !text.includes('${') ? 'looks like a secret' : undefined;
}

function textsIn(
  value: unknown,
  path: readonly string[],
): readonly { readonly path: readonly string[]; readonly key: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, key: path.findLast((key) => !/^\d+$/.test(key)) ?? '', text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, String(index)]));
  return isObject(value) ? Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key])) : [];
}
