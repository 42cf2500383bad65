import { toErrorDto } from '@gantry/sdk';
import type { Timers } from './timers.ts';
import type { DocumentState } from './types.ts';

/** The draft as the workspace has it. */
export interface Draft {
  readonly text: string;
  readonly etag: string;
}

/** Where drafts are kept: the workspace behind the API. */
export interface DraftPort {
  /** Saves unless somebody else saved since `etag`: then it answers what is there instead. */
  save(
    name: string,
    text: string,
    etag: string,
  ): Promise<{ readonly saved: true; readonly etag: string } | { readonly saved: false; readonly theirs: Draft }>;
}

type SaveFacts = Pick<DocumentState, 'saveState'> & Partial<Pick<DocumentState, 'saveError' | 'theirs'>>;

export interface AutosaveOptions {
  readonly name: string;
  readonly etag: string;
  readonly drafts: DraftPort;
  readonly timers: Timers;
  readonly text: () => string;
  readonly onState: (facts: SaveFacts) => void;
}

export interface Autosave {
  /** The document changed: save when it pauses. */
  changed(): void;
  /** Saves what is unsaved at once; settles when that is done, whatever the outcome. */
  now(): Promise<void>;
  /** Takes the conflict away, so that the next save overwrites what was there; answers what it was. */
  resolve(): Draft | undefined;
  close(): Promise<void>;
}

const PAUSE_MS = 800;
const RETRY_MS = 5000;

/** Saves the draft when editing pauses: one save at a time, tried again after a failure, stopped by a conflict. */
export function createAutosave(options: AutosaveOptions): Autosave {
  const { drafts, timers, onState } = options;
  let { etag } = options;
  let dirty = false;
  let conflict: Draft | undefined;
  let saving: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;

  function schedule(ms: number): void {
    cancelTimer?.();
    cancelTimer = timers.after(ms, () => void save());
  }

  function save(): Promise<void> {
    cancelTimer?.();
    cancelTimer = undefined;
    if (saving !== undefined) return saving.then(() => (dirty ? save() : undefined));
    if (!dirty || conflict !== undefined) return Promise.resolve();
    saving = saveOnce().finally(() => {
      saving = undefined;
    });
    return saving;
  }

  async function saveOnce(): Promise<void> {
    dirty = false;
    onState({ saveState: 'saving' });
    try {
      const outcome = await drafts.save(options.name, options.text(), etag);
      if (!outcome.saved) {
        conflict = outcome.theirs;
        dirty = true;
        onState({ saveState: 'conflict', theirs: outcome.theirs });
        return;
      }
      etag = outcome.etag;
      onState({ saveState: dirty ? 'unsaved' : 'saved', saveError: undefined, theirs: undefined });
    } catch (caught) {
      dirty = true;
      onState({ saveState: 'failed', saveError: toErrorDto(caught) });
      schedule(RETRY_MS);
    }
  }

  return {
    changed: () => {
      dirty = true;
      if (conflict !== undefined) return;
      if (saving === undefined) onState({ saveState: 'unsaved' });
      schedule(PAUSE_MS);
    },
    now: save,
    resolve: () => {
      const theirs = conflict;
      if (theirs !== undefined) etag = theirs.etag;
      conflict = undefined;
      onState({ saveState: 'unsaved', theirs: undefined });
      return theirs;
    },
    close: async () => {
      await save();
      cancelTimer?.();
    },
  };
}
