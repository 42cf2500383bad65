import {
  JsonInput,
  NumberInput,
  SegmentedControl,
  Select,
  Switch,
  TagsInput,
  TextInput,
  Textarea,
} from '@mantine/core';
import type { Json, JsonObject } from '@gantry/sdk';
import { useLocalised } from '../../i18n/index.ts';
import { ChoicesEditor } from './editors/ChoicesEditor.tsx';
import { MapEditor } from './editors/MapEditor.tsx';
import { SecretEditor } from './editors/SecretEditor.tsx';
import { VariantsEditor } from './editors/VariantsEditor.tsx';
import { fieldKind } from './fieldKind.ts';
import type { FieldOption } from './fieldKind.ts';
import { useFormFacts } from './formContext.ts';

/** What every editor of one value gets. `undefined` is no value: the default, where there is one. */
export interface EditorProps {
  readonly id: string;
  /** The field's title, to name controls that a label cannot reach. */
  readonly title: string;
  readonly schema: JsonObject;
  readonly value: unknown;
  /** The field's dotted path in the configuration. */
  readonly field: string;
  readonly onChange: (value: unknown) => void;
}

/** The editor a schema asks for. */
export function OptionEditor(props: EditorProps) {
  const { id, schema, value, onChange } = props;
  const described = { 'aria-describedby': `${id}-help` };
  const placeholder = placeholderOf(schema);
  const text = typeof value === 'string' ? value : '';
  const changeText = (next: string): void => onChange(next === '' ? undefined : next);
  const kind = fieldKind(schema);
  switch (kind.kind) {
    case 'secret':
      return <SecretEditor {...props} />;
    case 'choices':
    case 'path':
      return <ChoicesEditor {...props} />;
    case 'map':
      return <MapEditor {...props} valueSchema={kind.value} Editor={OptionEditor} />;
    case 'variants':
      return <VariantsEditor {...props} variants={kind.variants} Editor={OptionEditor} />;
    case 'options':
      return <OptionsEditor {...props} options={kind.options} />;
    case 'switch':
      return (
        <Switch
          id={id}
          checked={(value ?? schema['default'] ?? false) === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
          {...described}
        />
      );
    case 'number':
      return (
        <NumberInput
          id={id}
          value={typeof value === 'number' ? value : ''}
          placeholder={placeholder}
          thousandSeparator={isCounted(schema) ? ' ' : ''}
          allowDecimal={schema['type'] === 'number'}
          onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
          {...described}
        />
      );
    case 'tags':
      return (
        <TagsInput
          id={id}
          value={Array.isArray(value) ? value.map(String) : []}
          placeholder={Array.isArray(value) && value.length > 0 ? '' : placeholder}
          onChange={(next) => onChange(next.length === 0 ? undefined : next)}
          acceptValueOnBlur
          splitChars={[',']}
          {...described}
        />
      );
    case 'multiline':
    case 'expression':
      return (
        <Textarea
          id={id}
          value={text}
          placeholder={placeholder}
          autosize
          minRows={kind.kind === 'expression' ? 1 : 3}
          maxRows={12}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--g-mono)', fontSize: 12.5 } }}
          onChange={(event) => changeText(event.currentTarget.value)}
          {...described}
        />
      );
    case 'json':
    case 'form':
      return <RawEditor {...props} />;
    case 'text':
      return (
        <TextInput
          id={id}
          value={text}
          placeholder={placeholder}
          spellCheck={false}
          onChange={(event) => changeText(event.currentTarget.value)}
          {...described}
        />
      );
  }
}

/** Few short choices stand side by side; more are a list. */
function OptionsEditor({
  id,
  title,
  schema,
  value,
  onChange,
  options,
}: EditorProps & { readonly options: readonly FieldOption[] }) {
  const say = useLocalised(useFormFacts().descriptor);
  const data = options.map((option) => ({ value: String(option.value), label: say(option.title) }));
  const chosen = value ?? schema['default'];
  const current = options.find((option) => option.value === chosen);
  const choose = (next: string | null): void =>
    onChange(options.find((option) => String(option.value) === next)?.value);
  const isShort =
    options.length <= 3 && data.reduce((sum, { label }) => sum + label.length, 0) <= 30 && current !== undefined;
  if (isShort)
    return (
      <SegmentedControl
        id={id}
        aria-label={title}
        fullWidth
        data={data}
        value={String(current.value)}
        onChange={choose}
      />
    );
  return (
    <Select
      id={id}
      data={data}
      value={current === undefined ? null : String(current.value)}
      onChange={choose}
      allowDeselect={false}
      searchable={options.length > 8}
      aria-describedby={`${id}-help`}
    />
  );
}

/** For shapes no other editor fits: JSON, taken over when it can be read. */
function RawEditor({ id, value, onChange }: EditorProps) {
  const take = (next: string): void => {
    if (next.trim() === '') return onChange(undefined);
    try {
      onChange(JSON.parse(next) as Json);
    } catch {
      // Half-written JSON stays in the box, which says so itself, until it can be read.
    }
  };
  return (
    <JsonInput
      id={id}
      size="xs"
      autosize
      minRows={3}
      maxRows={14}
      formatOnBlur
      defaultValue={value === undefined ? '' : JSON.stringify(value, null, 2)}
      onChange={take}
      styles={{ input: { fontFamily: 'var(--g-mono)' } }}
    />
  );
}

/** Large amounts are read in groups of three; ports and years are names more than amounts. */
function isCounted({ maximum }: JsonObject): boolean {
  return typeof maximum !== 'number' || maximum > 65_535;
}

/** The default, greyed, where there is one; else an example. An empty list or object is best shown by nothing. */
function placeholderOf(schema: JsonObject): string {
  const shown = schema['default'] ?? (Array.isArray(schema['examples']) ? schema['examples'][0] : undefined);
  if (shown === undefined || shown === null || (typeof shown === 'object' && Object.keys(shown).length === 0))
    return '';
  return typeof shown === 'object' ? JSON.stringify(shown) : String(shown);
}
