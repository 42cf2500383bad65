import { nameHint } from '../../foundation/index.ts';
import type { Connection } from '../../spec/index.ts';
import { connectionNameOf } from '../ruleContext.ts';
import type { ComponentUse, Rule, RuleContext } from '../ruleContext.ts';

/** Connections: named where needed, there, of the right type, used. */
export const connections: Rule = (context) => {
  const { pipeline, uses, report } = context;
  const known = pipeline.connections ?? {};
  const used = new Set([pipeline.bus]);
  for (const use of uses) {
    if (use.role !== 'source' && use.role !== 'sink') continue;
    const name = connectionNameOf(use.graphNode!);
    if (name !== undefined) used.add(name);
    checkNode(use, name, known, context);
  }
  for (const name of Object.keys(known)) {
    if (used.has(name)) continue;
    report.say('connection_unused', {
      severity: 'warning',
      message: `The connection "${name}" is used by no node.`,
      hint: 'Name it in a node, or remove it.',
      path: `connections.${name}`,
    });
  }
};

function checkNode(
  use: ComponentUse,
  name: string | undefined,
  known: { readonly [name: string]: Connection },
  { report }: RuleContext,
): void {
  const { descriptor, graphNode, title } = use;
  const path = `nodes.${graphNode!.id}.connection`;
  const wanted = descriptor?.connection;
  if (name === undefined) {
    if (wanted === undefined || wanted.optional === true) return;
    report.say('connection_missing', {
      message: `${capital(title)} needs a connection of type ${wanted.type}.`,
      hint: fittingHint(wanted.type, known),
      path,
    });
    return;
  }
  if (descriptor !== undefined && wanted === undefined) {
    report.say('connection_unwanted', {
      severity: 'warning',
      message: `${capital(title)} names the connection "${name}", but ${use.type} takes none.`,
      hint: 'Remove "connection".',
      path,
    });
    return;
  }
  const connection = Object.hasOwn(known, name) ? known[name] : undefined;
  if (connection === undefined) {
    report.say('connection_unknown', {
      message: `${capital(title)} names the connection "${name}", which is not there.`,
      hint: nameHint(name, Object.keys(known)),
      path,
    });
  } else if (wanted !== undefined && connection.type !== wanted.type) {
    report.say('connection_type', {
      message: `${capital(title)} needs a connection of type ${wanted.type}; "${name}" is of type ${connection.type}.`,
      hint: fittingHint(wanted.type, known),
      path,
    });
  }
}

function fittingHint(type: string, known: { readonly [name: string]: Connection }): string {
  const fitting = Object.entries(known)
    .filter(([, connection]) => connection.type === type)
    .map(([name]) => name);
  return fitting.length === 0
    ? `Add one under "connections": { type: ${type}, … }.`
    : `Of that type: ${fitting.join(', ')}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
