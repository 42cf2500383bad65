import { Document, isAlias, isCollection, isMap, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Node as YamlNode, YAMLError } from 'yaml';
import type { Problem } from './problem.ts';
import { yamlProblem } from './yamlProblem.ts';

/** Deeper nesting serves nobody, and every later walk may recurse. */
export const MAX_DEPTH = 100;
/** How often aliases may be followed: more is a "billion laughs". */
const MAX_ALIASES = 1000;

/** A piece of YAML, read. Depends on its text alone, so it is kept as long as the text stays. */
export interface ReadPart {
  /** Undefined where the YAML is broken. */
  readonly value: unknown;
  readonly broken: boolean;
  readonly problems: readonly Problem[];
  /** Has anchors or aliases, which reach beyond the piece. */
  readonly shares: boolean;
  /** The syntax tree; offsets are the piece's own. Read again when asked for: most pieces are never looked at closely. */
  document(): Document;
}

/** Made once: by itself the reader makes one for every piece. */
const SCHEMA = new Document(null).schema;
/** Once a text is broken, the reader's later complaints are mostly echoes of the first. */
const MAX_ERRORS = 3;

/** Edges and places as the canvas writes them: two pieces in three, and as plain as YAML gets. */
const PLAIN_EDGE = /^ *- ([a-z0-9][a-z0-9_-]* -> [a-z0-9][a-z0-9_-]*)\r?\n?$/;
const PLAIN_PLACE = /^ *(?!null:)([a-z][a-z0-9_-]*): \[(-?\d{1,9}), (-?\d{1,9})\]\r?\n?$/;

/** Reads a piece of YAML. Never throws: what is wrong with it is in `problems`. */
export function readPart(text: string): ReadPart {
  const plain = plainValue(text);
  if (plain !== undefined) {
    return { value: plain, broken: false, problems: [], shares: false, document: () => parse(text) };
  }
  const document = parse(text);
  const shares = /[&*]/.test(text) && usesAnchors(document);
  const fatal = document.errors.filter((error) => !isHarmless(error));
  const harmless = document.errors.filter(isHarmless);
  const broken = fatal.length > 0;
  const problems = [...fatal.slice(0, MAX_ERRORS), ...harmless, ...document.warnings].map((error) =>
    yamlProblem(text, document, error),
  );
  if (broken) return { value: undefined, broken, problems, shares, document: () => document };
  try {
    const value: unknown = tooDeep(document.contents as YamlNode | null, 0)
      ? undefined
      : document.toJS({ maxAliasCount: MAX_ALIASES });
    if (value === undefined && document.contents !== null)
      return { value, broken: true, problems: [...problems, depthProblem()], shares, document: () => document };
    return { value, broken, problems, shares, document: () => parse(text) };
  } catch (caught) {
    const problem: Problem = {
      name: 'yaml_alias',
      message: `An alias cannot be followed: ${caught instanceof Error ? caught.message : String(caught)}.`,
      hint: 'Define the anchor (&name) before the alias (*name), or write the value out.',
      path: [],
    };
    return { value: undefined, broken: true, problems: [...problems, problem], shares, document: () => document };
  }
}

/** The value of a piece that needs no YAML reader. */
function plainValue(text: string): unknown {
  const edge = PLAIN_EDGE.exec(text);
  if (edge !== null) return [edge[1]];
  const place = PLAIN_PLACE.exec(text);
  return place === null ? undefined : { [place[1]!]: [Number(place[2]), Number(place[3])] };
}

function parse(text: string): Document {
  return parseDocument(text, { prettyErrors: false, logLevel: 'error', schema: SCHEMA });
}

/** Errors that leave no doubt about what the text says. */
function isHarmless(error: YAMLError): boolean {
  return error.code === 'DUPLICATE_KEY';
}

function depthProblem(): Problem {
  return {
    name: 'too_deep',
    message: `The document is nested more than ${MAX_DEPTH} levels deep.`,
    hint: 'Flatten it.',
    path: [],
  };
}

function tooDeep(node: unknown, depth: number): boolean {
  if (depth > MAX_DEPTH) return true;
  if (isPair(node)) return tooDeep(node.value, depth);
  if (!isCollection(node)) return false;
  return node.items.some((item) => tooDeep(item, depth + 1));
}

function usesAnchors(document: Document): boolean {
  let found = false;
  visit(document, {
    Node(_key, node) {
      if (!isAlias(node) && !((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined))
        return undefined;
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}
