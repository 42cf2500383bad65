import type { JsonObject } from '@gantry/sdk';
import type { FieldTemplateProps } from '@rjsf/utils';
import { useLocalised } from '../../i18n/index.ts';
import { FieldFrame } from './FieldFrame.tsx';
import classes from './OptionsTemplate.module.css';
import { problemsAt, useFormFacts } from './formContext.ts';

/** What the form library puts around each field. Options bring their own frame; nested objects and lists get theirs here. */
export function NestedTemplate({ children, fieldPathId, uiSchema, label, hidden = false }: FieldTemplateProps) {
  const { descriptor, path, problems } = useFormFacts();
  const say = useLocalised(descriptor);
  if (hidden) return <div hidden>{children}</div>;
  const schema = uiSchema?.['ui:options']?.['option'] as JsonObject | undefined;
  const isNested = schema !== undefined && uiSchema?.['ui:field'] === undefined && fieldPathId.path.length > 0;
  if (!isNested) return <>{children}</>;
  const own = problemsAt(problems, `${path}.${fieldPathId.path.join('.')}`).filter(
    (problem) => problem.path === `${path}.${fieldPathId.path.join('.')}`,
  );
  return (
    <FieldFrame
      title={say(label)}
      description={typeof schema['description'] === 'string' ? say(schema['description']) : undefined}
      problems={own}
    >
      <div className={classes['nested']}>{children}</div>
    </FieldFrame>
  );
}
