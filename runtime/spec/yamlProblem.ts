import { isCollection, isScalar, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import type { Problem, Span } from './problem.ts';

/** What the YAML reader's codes mean to a person who is writing a pipeline. Its own sentence stands in where this table is silent. */
const EXPLAINED: { readonly [code: string]: { readonly message?: string; readonly hint: string } } = {
  TAB_AS_INDENT: {
    message: 'A tab is used to indent; YAML takes only spaces.',
    hint: 'Replace the tab with two spaces.',
  },
  DUPLICATE_KEY: { hint: 'Remove one of the two: only the last one counts.' },
  BAD_INDENT: {
    hint: 'Entries of one map start at the same column, and what belongs to an entry starts further right.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'There is a second ": " on this line, so it reads as a map inside a map.',
    hint: 'Put the value in quotes, or move it to a line of its own.',
  },
  BAD_SCALAR_START: { hint: 'Put the value in quotes.' },
  BAD_DQ_ESCAPE: { hint: 'In double quotes write \\\\ for a backslash, or use single quotes.' },
  MULTILINE_IMPLICIT_KEY: {
    message: 'A key runs over several lines.',
    hint: 'Check the line above for a missing ":" or an unclosed quote.',
  },
  RESOURCE_EXHAUSTION: {
    message: 'The document is nested too deep to be read.',
    hint: 'Flatten it, or look for brackets that are never closed.',
  },
  MULTIPLE_DOCS: { message: 'The text holds more than one document ("---").', hint: 'Write one pipeline per file.' },
};

/** Turns an error of the YAML reader into a problem with a message for people. */
export function yamlProblem(text: string, document: Document, error: YAMLError): Problem {
  const explained = EXPLAINED[error.code];
  const [from, to] = error.pos;
  const own = `${firstLine(error.message)}.`;
  const base = { path: [], span: { from, to: Math.max(to, from) } };
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^["']?([^\s:"']+)/.exec(text.slice(from))?.[1] ?? '';
    return {
      ...base,
      span: { from, to: from + key.length },
      name: 'key_duplicate',
      message: `The key "${key}" stands twice in one map.`,
      hint: explained!.hint,
    };
  }
  if (error.code === 'TAG_RESOLVE_FAILED') {
    return { ...base, name: 'yaml_tag', severity: 'warning', message: own, hint: 'Remove the tag.' };
  }
  const open = unclosed(text, document, error);
  if (open !== undefined) {
    const mark = text.charAt(open.from);
    return {
      ...base,
      span: open,
      name: 'yaml_syntax',
      message: `This ${mark === '"' || mark === "'" ? 'quote' : `"${mark}"`} is never closed.`,
      hint: 'Close it where it ends.',
    };
  }
  return {
    ...base,
    name: error.code === 'MULTIPLE_DOCS' ? 'several_documents' : 'yaml_syntax',
    message: explained?.message ?? own,
    ...withHint(error, explained?.hint),
  };
}

function withHint(error: YAMLError, explained: string | undefined): { readonly hint?: string } {
  if (explained !== undefined) return { hint: explained };
  if (/map values|implicit key/i.test(error.message))
    return { hint: 'A key is followed by a colon and a space: "key: value".' };
  return {};
}

/** Where the quote or bracket was opened that an error misses the end of: the reader itself says only where it gave up. */
function unclosed(text: string, document: Document, error: YAMLError): Span | undefined {
  const isQuote = /^Missing closing .quote/.test(error.message);
  if (!isQuote && !/end with a [}\]]$/.test(error.message)) return undefined;
  let found: Span | undefined;
  visit(document, {
    Node(_key, node) {
      if (node.range === undefined || node.range === null) return;
      const [from, to] = node.range;
      const isOpen = isQuote
        ? isScalar(node) && `"'`.includes(text.charAt(from))
        : isCollection(node) && node.flow === true && !/[}\]]/.test(text.charAt(to - 1));
      if (isOpen && from <= error.pos[0]) found = { from, to: from + 1 };
    },
  });
  return found;
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]!.replace(/[.:]$/, '');
}
