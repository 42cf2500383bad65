import { Select, Stack, VisuallyHidden } from '@mantine/core';
import type { JsonObject } from '@gantry/sdk';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocalised } from '../../../i18n/index.ts';
import type { EditorProps } from '../OptionEditor.tsx';
import { emptyValue, fieldKind, variantOf } from '../fieldKind.ts';
import { useFormFacts } from '../formContext.ts';

interface VariantsEditorProps extends EditorProps {
  readonly variants: readonly JsonObject[];
  /** Edits the values inside: given, because it is the one that renders this too. */
  readonly Editor: ComponentType<EditorProps>;
}

/** A value that can be one of several shapes: choose the shape, then fill it. Single literals need no second step. */
export function VariantsEditor({ variants, Editor, ...props }: VariantsEditorProps) {
  const { t } = useTranslation();
  const say = useLocalised(useFormFacts().descriptor);
  const { id, schema, value, onChange } = props;
  const at = variantOf(variants, value ?? schema['default']);
  const variant = variants[at] ?? {};
  const nameOf = (one: JsonObject): string => {
    if (typeof one['title'] === 'string') return say(one['title']);
    return 'const' in one ? JSON.stringify(one['const']) : t(`inspector.shape.${fieldKind(one).kind}`);
  };
  return (
    <Stack gap={6}>
      <Select
        id={id}
        allowDeselect={false}
        value={String(at)}
        data={variants.map((one, index) => ({ value: String(index), label: nameOf(one) }))}
        onChange={(next) => onChange(emptyValue(variants[Number(next)] ?? {}))}
      />
      {!('const' in variant) && (
        <div>
          <VisuallyHidden>
            <label htmlFor={`${id}-value`}>{`${props.title}: ${nameOf(variant)}`}</label>
          </VisuallyHidden>
          <Editor
            {...props}
            id={`${id}-value`}
            schema={schema['default'] === undefined ? variant : { ...variant, default: schema['default'] }}
          />
        </div>
      )}
    </Stack>
  );
}
