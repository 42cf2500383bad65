import { nameHint } from '../../foundation/index.ts';
import { IMPLIED_CONVERTER } from '../planning/settings.ts';
import { impliedTopics } from '../planning/impliedTopics.ts';
import type { Rule } from '../ruleContext.ts';

/** Components no plugin has, and plugins whose schema cannot be used. */
export const unknownComponents: Rule = ({ pipeline, graph, components, uses, report }) => {
  for (const { role, type, descriptor, checked, typePath, title } of uses) {
    if (descriptor === undefined) {
      report.say('component_unknown', {
        message: `No plugin has a ${role} "${type}", which ${title} asks for.`,
        hint: `${nameHint(type, components.types(role))} Or install the plugin that has it.`,
        path: typePath,
      });
    } else if (checked?.schemaError !== undefined) {
      report.say('schema_broken', {
        message: `The plugin ${descriptor.plugin.name} describes the ${role} "${type}" with a schema that cannot be used: ${checked.schemaError}.`,
        hint: 'Update the plugin, or tell its author.',
        path: typePath,
      });
    }
  }
  if (components.find('converter', IMPLIED_CONVERTER) !== undefined) return;
  const implied = impliedTopics(pipeline.name, graph).find((topic) => topic.converter === undefined);
  if (implied === undefined) return;
  report.say('component_unknown', {
    message: `No plugin has the converter "${IMPLIED_CONVERTER}", which the way from "${implied.source.id}" to "${implied.sink.id}" needs.`,
    hint: 'Install the plugin @gantry/plugin-converters, or put a topic with another converter between them.',
    path: `edges.${implied.last.index}`,
    node: implied.sink.id,
  });
};
