import { GRID, edgesOf, pasteNodes, placesOf } from '../../document/index.ts';
import type { Command, Fragment } from '../../document/index.ts';
import type { Pipeline } from '../../../runtime/spec/types.ts';

/** Marks our own text on the clipboard. */
const KIND = 'gantry/fragment';

/** How far a pasted copy lies from where it was. */
const OFFSET: readonly [number, number] = [GRID * 5, GRID * 5];

/** Selected nodes and the edges among them, as text for the clipboard. JSON, so that it passes between windows. */
export function copyText(pipeline: Pipeline, ids: readonly string[]): string | undefined {
  const chosen = new Set(ids.filter((id) => id in pipeline.nodes));
  if (chosen.size === 0) return undefined;
  const places = placesOf(pipeline);
  const fragment: Fragment = {
    nodes: Object.fromEntries(Object.entries(pipeline.nodes).filter(([id]) => chosen.has(id))),
    edges: edgesOf(pipeline).filter(({ from, to }) => chosen.has(from) && chosen.has(to)),
    layout: Object.fromEntries([...places].filter(([id]) => chosen.has(id))),
  };
  return JSON.stringify({ kind: KIND, ...fragment });
}

/** The command that pastes such a text; undefined for any other text. */
export function pasteCommand(text: string): Command | undefined {
  try {
    const value = JSON.parse(text) as Partial<Fragment> & { kind?: string };
    if (value.kind !== KIND || value.nodes === undefined) return undefined;
    return pasteNodes({ nodes: value.nodes, edges: value.edges ?? [], layout: value.layout ?? {} }, OFFSET);
  } catch {
    return undefined;
  }
}

/** What was copied last and its way to the system's clipboard, which is asynchronous, may be forbidden, and is missing over plain HTTP. */
let copied: { readonly text: string; readonly written: Promise<boolean> } | undefined;

export function writeClipboard(text: string, clipboard: Clipboard | null = systemClipboard()): void {
  const written =
    clipboard === null
      ? Promise.resolve(false)
      : clipboard.writeText(text).then(
          () => true,
          () => false,
        );
  copied = { text, written };
}

/** The system's clipboard; where it cannot be reached, what was copied here. */
export async function readClipboard(clipboard: Clipboard | null = systemClipboard()): Promise<string | undefined> {
  const own = copied;
  if (own !== undefined && !(await own.written)) return own.text;
  if (clipboard === null) return undefined;
  return clipboard.readText().catch(() => own?.text);
}

/** Null over plain HTTP, whatever the types of the DOM say. */
function systemClipboard(): Clipboard | null {
  return (navigator.clipboard as Clipboard | undefined) ?? null;
}
