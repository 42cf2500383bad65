import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The editor in the designer's colours; both themes, for the tokens change under it. */
export const editorTheme = EditorView.theme({
  '&': { fontSize: '13px', color: 'var(--g-text)', backgroundColor: 'var(--g-surface)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--g-mono)', lineHeight: '1.6' },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--g-accent)' },
  '.cm-cursor': { borderLeftColor: 'var(--g-accent)', borderLeftWidth: '2px' },
  '.cm-gutters': {
    backgroundColor: 'var(--g-surface)',
    color: 'var(--g-text-faint)',
    border: 'none',
    paddingRight: '4px',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--g-accent) 7%, transparent)' },
  '.cm-activeLineGutter': { color: 'var(--g-text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--g-accent) 24%, transparent)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--g-accent-soft)' },
  '.cm-matchingBracket': { backgroundColor: 'var(--g-accent-soft)', outline: '1px solid var(--g-accent)' },
  '.cm-tooltip': {
    border: '1px solid var(--g-border-strong)',
    borderRadius: '6px',
    backgroundColor: 'var(--g-raised)',
    color: 'var(--g-text)',
    boxShadow: 'var(--g-shadow)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--g-mono)', fontSize: '12.5px', maxHeight: '16em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--g-accent-soft)',
    color: 'var(--g-text)',
  },
  '.cm-completionDetail': { color: 'var(--g-text-dim)', fontStyle: 'normal', marginLeft: '10px' },
  '.cm-completionInfo': {
    maxWidth: '320px',
    padding: '8px 10px',
    fontFamily: 'var(--mantine-font-family)',
    fontSize: '12.5px',
  },
  '.cm-diagnostic': {
    padding: '6px 10px',
    fontFamily: 'var(--mantine-font-family)',
    fontSize: '12.5px',
    whiteSpace: 'pre-wrap',
  },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--g-bad)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--g-warn)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--g-busy)' },
  '.cm-diagnosticSource': { color: 'var(--g-text-dim)', fontFamily: 'var(--g-mono)', fontSize: '11px', opacity: '1' },
  '.cm-panels': { backgroundColor: 'var(--g-surface)', color: 'var(--g-text)', borderColor: 'var(--g-border)' },
  '.cm-textfield': { backgroundColor: 'var(--g-bg)', border: '1px solid var(--g-border-strong)' },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--g-hover)',
    border: '1px solid var(--g-border-strong)',
    color: 'var(--g-text)',
  },
  '.cm-hover': {
    maxWidth: '360px',
    padding: '8px 10px',
    fontFamily: 'var(--mantine-font-family)',
    fontSize: '12.5px',
    lineHeight: '1.45',
  },
  '.cm-hover-title': { fontWeight: '620', display: 'block' },
  '.cm-hover-facts': {
    color: 'var(--g-text-dim)',
    fontFamily: 'var(--g-mono)',
    fontSize: '11.5px',
    display: 'block',
    marginTop: '4px',
  },
});

export const highlightStyle = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--g-topic)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--g-ok)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--g-converter)' },
  { tag: tags.comment, color: 'var(--g-text-faint)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--g-text-dim)' },
  { tag: [tags.labelName, tags.typeName], color: 'var(--g-transform)' },
]);
