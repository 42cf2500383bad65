import type { JsonObject } from '@gantry/sdk';
import type { FieldProps } from '@rjsf/utils';
import { useLocalised } from '../../i18n/index.ts';
import { FieldFrame } from './FieldFrame.tsx';
import { OptionEditor } from './OptionEditor.tsx';
import { fieldKind } from './fieldKind.ts';
import { problemsAt, useFormFacts } from './formContext.ts';

/** One option of a component: its frame and the editor its schema asks for. */
export function OptionField({ fieldPathId, formData, required = false, uiSchema, onChange, name }: FieldProps) {
  const { descriptor, path, problems } = useFormFacts();
  const say = useLocalised(descriptor);
  const schema = uiSchema?.['ui:options']?.['option'] as JsonObject;
  const id = fieldPathId.$id;
  const own = fieldPathId.path.join('.');
  const { kind } = fieldKind(schema);
  const change = (value: unknown): void => onChange(value, fieldPathId.path);
  const title = say(typeof schema['title'] === 'string' ? schema['title'] : name);
  const hasDefault = 'default' in schema;
  const isSet = formData !== undefined;
  const editor = <OptionEditor id={id} title={title} schema={schema} value={formData} field={own} onChange={change} />;

  return (
    <FieldFrame
      htmlFor={id}
      title={title}
      description={typeof schema['description'] === 'string' ? say(schema['description']) : undefined}
      required={required && !hasDefault}
      isDefault={hasDefault || isSet ? !isSet : undefined}
      onReset={isSet && !required ? () => change(undefined) : undefined}
      problems={problemsAt(problems, `${path}.${own}`)}
      aside={kind === 'switch' ? editor : undefined}
    >
      {kind === 'switch' ? undefined : editor}
    </FieldFrame>
  );
}
