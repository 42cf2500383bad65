import { Autocomplete, Loader } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { fieldAnnotation } from '@gantry/sdk';
import { useState } from 'react';
import { useClient } from '../../../client/index.ts';
import type { EditorProps } from '../OptionEditor.tsx';
import { useFormFacts } from '../formContext.ts';
import classes from './ChoicesEditor.module.css';

const PAUSE_MS = 250;

/** A text with suggestions the component finds outside: files, tables, topics. Anything can be typed; a failed look-up never blocks. */
export function ChoicesEditor({ id, schema, value, field, onChange }: EditorProps) {
  const client = useClient();
  const { call, descriptor } = useFormFacts();
  const [hasFocus, setFocus] = useState(false);
  const text = typeof value === 'string' ? value : '';
  const [typed] = useDebouncedValue(text, PAUSE_MS);
  const canAsk =
    call !== undefined && fieldAnnotation(schema).choices === true && descriptor.capabilities.includes('choices');
  const choices = useQuery({
    queryKey: ['choices', call, field, typed],
    queryFn: ({ signal }) => client.choices({ ...(call as NonNullable<typeof call>), field, typed }, signal),
    enabled: canAsk && hasFocus,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const found = choices.data ?? [];
  const detailOf = new Map(found.map((choice) => [choice.value, choice.detail ?? choice.label]));
  return (
    <>
      <Autocomplete
        id={id}
        value={text}
        placeholder={typeof schema['default'] === 'string' ? schema['default'] : ''}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--g-mono)', fontSize: 12.5 } }}
        data={[...detailOf.keys()]}
        filter={({ options }) => options}
        rightSection={choices.isFetching ? <Loader size={12} /> : undefined}
        onChange={(next) => onChange(next === '' ? undefined : next)}
        onFocus={() => setFocus(true)}
        onBlur={() => setFocus(false)}
        aria-describedby={`${id}-help`}
        renderOption={({ option }) => (
          <span className={classes['choice']}>
            <span>{option.value}</span>
            <span className={classes['detail']}>{detailOf.get(option.value)}</span>
          </span>
        )}
      />
      {hasFocus && choices.isError && <span className={classes['detail']}>{choices.error.message}</span>}
    </>
  );
}
