import type { ComponentUse } from '../ruleContext.ts';
import { fieldAnnotation } from '@gantry/sdk';
import type { FieldMeaning } from '@gantry/sdk';
import { walkSchema } from '../schema/walk.ts';

/** A value of a configuration whose schema says what it means. */
export interface MeantValue {
  readonly value: string;
  readonly path: string;
}

/** The values of a component's configuration that mean one thing, such as names of masked fields. Lists give each of their texts. */
export function valuesMeaning(use: ComponentUse, meaning: FieldMeaning): readonly MeantValue[] {
  const found = new Map<string, MeantValue>();
  if (use.descriptor === undefined) return [];
  walkSchema(use.descriptor.configSchema, use.checked?.config ?? use.written, ({ schema, value, path }) => {
    if (fieldAnnotation(schema).meaning !== meaning) return;
    const values: readonly unknown[] = Array.isArray(value)
      ? value
      : typeof value === 'object' && value !== null
        ? Object.keys(value)
        : [value];
    for (const [index, item] of values.entries()) {
      if (typeof item !== 'string' || item === '') continue;
      const at = [use.configPath, ...path, ...(Array.isArray(value) ? [String(index)] : [])].join('.');
      found.set(`${at}\n${item}`, { value: item, path: at });
    }
  });
  return [...found.values()];
}
