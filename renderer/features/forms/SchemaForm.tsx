import type { JsonObject } from '@gantry/sdk';
import { withTheme } from '@rjsf/core';
import { Theme } from '@rjsf/mantine';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormFacts } from './formContext.ts';
import { FormFactsProvider } from './formContext.ts';
import { formSchema, withoutEmpty } from './formSchema.ts';
import { ListItemTemplate, ListTemplate } from './ListTemplate.tsx';
import { NestedTemplate } from './NestedTemplate.tsx';
import { OptionField } from './OptionField.tsx';
import { OptionsTemplate } from './OptionsTemplate.tsx';
import { noValidator } from './noValidator.ts';

export interface SchemaFormProps extends FormFacts {
  readonly value: JsonObject;
  readonly onChange: (value: JsonObject) => void;
}

const Form = withTheme({
  ...Theme,
  fields: { ...Theme.fields, option: OptionField },
  templates: {
    ...Theme.templates,
    ObjectFieldTemplate: OptionsTemplate,
    FieldTemplate: NestedTemplate,
    ArrayFieldTemplate: ListTemplate,
    ArrayFieldItemTemplate: ListItemTemplate,
  },
});

/** The form of a component's configuration. Compile says what is wrong with it, so the form does not validate a second time. */
export function SchemaForm({ value, onChange, descriptor, call, path, problems }: SchemaFormProps) {
  const { t } = useTranslation();
  const { schema, uiSchema } = useMemo(() => formSchema(descriptor.configSchema), [descriptor]);
  const facts = useMemo(() => ({ descriptor, call, path, problems }), [descriptor, call, path, problems]);
  if (Object.keys(schema.properties ?? {}).length === 0)
    return <p style={{ margin: 0, color: 'var(--g-text-dim)' }}>{t('inspector.noOptions')}</p>;
  return (
    <FormFactsProvider value={facts}>
      <Form
        tagName="div"
        idPrefix={path}
        schema={schema}
        uiSchema={{ ...uiSchema, 'ui:submitButtonOptions': { norender: true } }}
        formData={value}
        validator={noValidator}
        noValidate
        showErrorList={false}
        onChange={({ formData }: { formData?: JsonObject }) =>
          onChange(withoutEmpty(formData ?? {}, descriptor.configSchema))
        }
      />
    </FormFactsProvider>
  );
}
