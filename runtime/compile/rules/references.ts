import { fieldAnnotation } from '@gantry/sdk';
import { isObject, nameHint } from '../../foundation/index.ts';
import { REFERENCE_KINDS, referencesIn } from '../references.ts';
import type { FoundReference } from '../references.ts';
import type { Rule, RuleContext } from '../ruleContext.ts';
import { walkSchema } from '../schema/walk.ts';

/** References to values kept elsewhere: written as they should be, and to secrets that are there. */
export const references: Rule = (context) => {
  for (const { descriptor, written, configPath } of context.uses) {
    const expressions = new Set<string>();
    walkSchema(descriptor?.configSchema, written, ({ schema, path }) => {
      if (fieldAnnotation(schema).expression === true) expressions.add([configPath, ...path].join('.'));
    });
    visitTexts(written, configPath, (text, path) => {
      if (!text.includes('${') || expressions.has(path)) return;
      for (const reference of referencesIn(text)) checkReference(reference, path, context);
    });
  }
};

function checkReference({ kind, name, closed }: FoundReference, path: string, { catalog, report }: RuleContext): void {
  const isKnown = (REFERENCE_KINDS as readonly string[]).includes(kind);
  const shape = 'A reference is "${env:NAME}", "${file:/path}" or "${secret:name}".';
  if (!isKnown) {
    const hint = kind === '' ? shape : `${nameHint(kind, REFERENCE_KINDS)} ${shape}`;
    // Nothing says that this was meant as one: it may be a pattern of the plugin's own.
    report.say('reference_malformed', {
      severity: kind === '' ? 'warning' : 'error',
      message: `"\${${kind === '' ? name : `${kind}:`}…" is not a reference Gantry knows.`,
      hint,
      path,
    });
  } else if (!closed) {
    report.say('reference_malformed', {
      message: `The reference "\${${kind}:…" has no closing brace.`,
      hint: shape,
      path,
    });
  } else if (!isSoundName(kind, name)) {
    report.say('reference_malformed', {
      message: `The reference "\${${kind}:${name}}" has no sound name.`,
      hint: nameRule(kind),
      path,
    });
  } else if (kind === 'secret' && catalog.secretNames !== undefined && !catalog.secretNames.includes(name)) {
    report.say('secret_unknown', {
      message: `There is no secret "${name}".`,
      hint: `${catalog.secretNames.length === 0 ? '' : `${nameHint(name, catalog.secretNames)} `}Set it under Secrets before you deploy.`,
      path,
    });
  }
}

function isSoundName(kind: string, name: string): boolean {
  if (kind === 'env') return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
  return kind === 'file' ? /^(\/|[A-Za-z]:[\\/]).+/.test(name) : /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name);
}

function nameRule(kind: string): string {
  if (kind === 'env') return 'Names of environment variables have letters, digits and "_".';
  return kind === 'file'
    ? 'The file is named by its full path: "${file:/run/secrets/password}".'
    : 'Names of secrets have letters, digits, ".", "-" and "_".';
}

function visitTexts(value: unknown, path: string, visit: (text: string, path: string) => void): void {
  if (typeof value === 'string') visit(value, path);
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) visitTexts(item, `${path}.${index}`, visit);
  else if (isObject(value)) for (const [key, item] of Object.entries(value)) visitTexts(item, `${path}.${key}`, visit);
}
