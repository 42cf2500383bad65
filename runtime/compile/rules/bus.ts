import { nameHint } from '../../foundation/index.ts';
import type { RuntimeSpec } from '../plan.ts';
import type { Rule, RuleContext } from '../ruleContext.ts';

/** The bus every member has. */
export const EMBEDDED = 'embedded';

/** The bus: the embedded one, or a connection whose type some bus takes. */
export const bus: Rule = ({ pipeline, components, report }) => {
  if (pipeline.bus === EMBEDDED) return;
  const connection = Object.hasOwn(pipeline.connections ?? {}, pipeline.bus)
    ? pipeline.connections![pipeline.bus]
    : undefined;
  if (connection === undefined) {
    report.say('bus_unknown', {
      message: `The bus "${pipeline.bus}" is neither "${EMBEDDED}" nor the name of a connection.`,
      hint: nameHint(pipeline.bus, [EMBEDDED, ...Object.keys(pipeline.connections ?? {})]),
      path: 'bus',
    });
  } else if (busTypeFor(connection.type, components) === undefined) {
    report.say('bus_unknown', {
      message: `The connection "${pipeline.bus}" is of type ${connection.type}, which no bus works with.`,
      hint: nameHint(connection.type, components.types('bus')),
      path: 'bus',
    });
  }
};

/** The bus of a sound pipeline. */
export function busOf({ pipeline, components }: Pick<RuleContext, 'pipeline' | 'components'>): RuntimeSpec['bus'] {
  const type = pipeline.connections?.[pipeline.bus]?.type;
  if (pipeline.bus === EMBEDDED || type === undefined) return { type: EMBEDDED };
  return { type: busTypeFor(type, components) ?? type, connection: pipeline.bus };
}

function busTypeFor(connectionType: string, components: RuleContext['components']): string | undefined {
  return components
    .types('bus')
    .find((type) => (components.find('bus', type)?.connection?.type ?? type) === connectionType);
}
