import { createHmac, hash as digest } from 'node:crypto';
import { Type, secretField, writeJson } from '@gantry/sdk';
import type { ComponentContext, Static, TransformDefinition, Value } from '@gantry/sdk';
import { TRANSFORMS_ERRORS } from './errors.ts';
import { hiddenFieldsOption, hideFields } from './hiddenFields.ts';

const config = Type.Object(
  {
    fields: hiddenFieldsOption,
    algorithm: Type.Union(
      [
        Type.Literal('hmac-sha256', { title: 'HMAC-SHA-256, with a secret salt' }),
        Type.Literal('sha256', { title: 'SHA-256' }),
      ],
      {
        title: 'Algorithm',
        description:
          'Plain SHA-256 of values that can be guessed, such as phone numbers, can be undone by trying them all.',
        default: 'hmac-sha256',
      },
    ),
    salt: Type.Optional(
      secretField({
        title: 'Salt',
        description: 'The secret key of the HMAC. The same salt gives the same hashes everywhere.',
      }),
    ),
  },
  { additionalProperties: false },
);

type HashConfig = Static<typeof config>;

/** Replaces values by hashes: equal values stay equal, and can still be joined and counted. */
export const hash: TransformDefinition<HashConfig> = {
  type: 'hash',
  title: 'Hash',
  description: 'Replaces values by their hashes: equal ones stay equal, so they can still be joined and counted.',
  icon: 'Fingerprint',
  keywords: ['sha256', 'hmac', 'pseudonymize', 'privacy', 'pii', 'gdpr'],
  config,
  createTransform: ({ config: options }: ComponentContext<HashConfig>) => hideFields(options.fields, hasher(options)),
};

function hasher({ algorithm, salt }: HashConfig): (value: Exclude<Value, null>) => string {
  if (algorithm === 'sha256') return (value) => digest('sha256', bytesOf(value), 'hex');
  if (salt === undefined || salt === '') {
    throw TRANSFORMS_ERRORS.error('missing_option', {
      message: 'HMAC-SHA-256 needs the option salt',
      hint: 'Give one as a secret, such as ${secret:salt}, or choose sha256.',
    });
  }
  return (value) => createHmac('sha256', salt).update(bytesOf(value)).digest('hex');
}

/** The number 7 and the text "7" hash alike: systems differ in which of the two they store. */
function bytesOf(value: Exclude<Value, null>): string | Uint8Array {
  if (value instanceof Uint8Array) return value;
  return typeof value === 'object' ? writeJson(value) : String(value);
}
