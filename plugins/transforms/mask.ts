import { Type } from '@gantry/sdk';
import type { ComponentContext, Static, TransformDefinition, Value } from '@gantry/sdk';
import { RE2JS } from 're2js';
import { TRANSFORMS_ERRORS } from './errors.ts';
import { hiddenFieldsOption, hideFields } from './hiddenFields.ts';

/** What a wholly masked value becomes: always as long, since a length tells something too. */
const FULL_MASK_LENGTH = 8;

const config = Type.Object(
  {
    fields: hiddenFieldsOption,
    style: Type.Union(
      [
        Type.Literal('full', { title: 'All of it' }),
        Type.Literal('keep-last', { title: 'All but the last characters' }),
        Type.Literal('email', { title: 'E-mail: first letter and domain stay' }),
        Type.Literal('pattern', { title: 'What a pattern matches' }),
      ],
      { title: 'What is masked', description: 'How much of a value is replaced.', default: 'full' },
    ),
    keep: Type.Integer({
      title: 'Characters to keep',
      description: 'For all but the last characters: how many stay. A value not longer than that is masked wholly.',
      default: 4,
      minimum: 1,
      maximum: 100,
    }),
    pattern: Type.Optional(
      Type.String({
        title: 'Pattern',
        description: 'For patterns: a regular expression in RE2 syntax.',
        examples: ['[0-9]'],
      }),
    ),
    character: Type.String({
      title: 'Mask character',
      description: 'What stands for a masked character.',
      default: '*',
      minLength: 1,
      maxLength: 1,
    }),
  },
  { additionalProperties: false },
);

type MaskConfig = Static<typeof config>;

/** Replaces values, or parts of them, by asterisks. */
export const mask: TransformDefinition<MaskConfig> = {
  type: 'mask',
  title: 'Mask',
  description: 'Replaces values, or parts of them, by asterisks. They cannot be had back.',
  icon: 'EyeOff',
  keywords: ['hide', 'redact', 'privacy', 'pii', 'gdpr', 'anonymize'],
  config,
  createTransform: ({ config: options }: ComponentContext<MaskConfig>) => hideFields(options.fields, masker(options)),
};

function masker({ style, keep, pattern, character }: MaskConfig): (value: Exclude<Value, null>) => string {
  const full = character.repeat(FULL_MASK_LENGTH);
  const ofText = (maskText: (text: string) => string) => (value: Exclude<Value, null>) =>
    typeof value === 'object' ? full : maskText(String(value));
  switch (style) {
    case 'keep-last':
      return ofText((text) => keepLast(text, keep, character) ?? full);
    case 'email':
      return ofText((text) => maskedEmail(text, character) ?? full);
    case 'pattern': {
      const compiled = compiledPattern(pattern);
      return ofText((text) =>
        compiled.matcher(text).replaceAll((match: string) => character.repeat(Array.from(match).length)),
      );
    }
    case 'full':
      return () => full;
  }
}

function keepLast(text: string, keep: number, character: string): string | undefined {
  const characters = Array.from(text);
  if (characters.length <= keep) return undefined;
  return character.repeat(characters.length - keep) + characters.slice(-keep).join('');
}

function maskedEmail(text: string, character: string): string | undefined {
  const at = text.lastIndexOf('@');
  const [first] = text;
  return at < 1 || first === undefined ? undefined : `${first}${character.repeat(5)}${text.slice(at)}`;
}

/** RE2 matches in linear time, so no value can hang the task. */
function compiledPattern(pattern: string | undefined): RE2JS {
  if (pattern === undefined || pattern === '') {
    throw TRANSFORMS_ERRORS.error('missing_option', {
      message: 'masking by a pattern needs the option pattern',
      hint: 'Give one, such as [0-9], or choose another style.',
    });
  }
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    throw TRANSFORMS_ERRORS.error('bad_pattern', {
      message: `the pattern "${pattern}" is not valid: ${error instanceof Error ? error.message : String(error)}`,
      hint: 'Patterns have RE2 syntax: no look-around, no back-references.',
      cause: error,
    });
  }
}
