import { Badge, Button, Checkbox, Modal, Text, Tooltip, createTheme } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';

const COBALT: MantineColorsTuple = [
  '#edf2fe',
  '#d9e4fc',
  '#b5c9f8',
  '#8eacf4',
  '#6d93f0',
  '#4d7cec',
  '#3567e4',
  '#2456d6',
  '#1d48b8',
  '#163a98',
];

/** Mantine's red with darker fills, on which white text has enough contrast. */
const RED: MantineColorsTuple = [
  '#fff0f0',
  '#fbdada',
  '#f6b5b5',
  '#ff9c99',
  '#ff8380',
  '#e05252',
  '#c93a3a',
  '#b82525',
  '#a31f1f',
  '#8a1a1a',
];

/** The dark theme's greys, from text down to the deepest background; the same as in tokens.css. */
const SLATE: MantineColorsTuple = [
  '#e7ebf0',
  '#c9d0da',
  '#a5afbd',
  '#8e99a8',
  '#404b5a',
  '#2f3945',
  '#1c222b',
  '#151a21',
  '#0e1116',
  '#0a0d11',
];

/** Small controls, 13 px text, calm surfaces: everything else follows from tokens.css. */
export const theme = createTheme({
  primaryColor: 'cobalt',
  primaryShade: { light: 7, dark: 6 },
  colors: { cobalt: COBALT, red: RED, dark: SLATE },
  fontFamily:
    "'Inter Variable', system-ui, -apple-system, 'Segoe UI', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
  fontFamilyMonospace: 'var(--g-mono)',
  fontSizes: { xs: '13px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  headings: {
    fontWeight: '620',
    sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '16px' }, h3: { fontSize: '14px' } },
  },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  defaultRadius: '6px',
  cursorType: 'pointer',
  components: {
    InputWrapper: { styles: { description: { fontSize: 12, lineHeight: 1.45 } } },
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    Text: Text.extend({ defaultProps: { size: 'sm' } }),
    TextInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', checkIconPosition: 'right' } },
    Autocomplete: { defaultProps: { size: 'xs' } },
    TagsInput: { defaultProps: { size: 'xs' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs' } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', size: 'sm', radius: 'sm' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: true, multiline: true, maw: 320, fz: 12 } }),
    // The placeholder that takes the first focus is no menu item, which screen readers trip over: the first item takes it.
    Menu: { defaultProps: { shadow: 'md', withInitialFocusPlaceholder: false } },
    // Its header is no page header: there is one banner, the app's.
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        attributes: { header: { role: 'presentation' } },
        overlayProps: { backgroundOpacity: 0.45 },
      },
      styles: { title: { fontSize: 15, fontWeight: 620, lineHeight: 1.35, overflowWrap: 'anywhere' } },
    }),
  },
});

/** Mantine's own colours are ours. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--g-surface)',
    '--mantine-color-text': 'var(--g-text)',
    '--mantine-color-dimmed': 'var(--g-text-dim)',
    '--mantine-color-default-border': 'var(--g-border-strong)',
    '--mantine-color-default-hover': 'var(--g-hover)',
    '--mantine-color-placeholder': 'var(--g-text-faint)',
    '--mantine-color-anchor': 'var(--g-accent)',
    '--mantine-color-error': 'var(--g-bad)',
  };
  return {
    variables: {},
    light: { ...shared, '--mantine-color-default': 'var(--g-surface)' },
    dark: { ...shared, '--mantine-color-default': 'var(--g-raised)' },
  };
};
