import type { ErrorTable, GantryRecord, Json, Plugin, Row } from '@gantry/sdk';

/** One check of the suite. Throws `acceptance.failed` with what is wrong. */
export interface AcceptanceCase {
  /** A fact: `source files: resumes exactly from every position`. */
  readonly name: string;
  run(): Promise<void>;
}

/** What is needed to try a plugin. Drivers are by the component's type. */
export interface AcceptanceOptions {
  readonly plugin: Plugin;
  /** The plugin's folder with its package.json. The manifest is not looked at where it is left out. */
  readonly dir?: string;
  readonly sources?: { readonly [type: string]: SourceDriver };
  readonly sinks?: { readonly [type: string]: SinkDriver };
  readonly transforms?: { readonly [type: string]: TransformDriver };
  readonly converters?: { readonly [type: string]: ConverterDriver };
  /** The plugin's error tables: every error met must carry one of their codes. */
  readonly errors?: readonly ErrorTable[];
  /** Locales that must be complete; `zh-CN` where left out. */
  readonly locales?: readonly string[];
}

/** Something made for one check and cleared away after it. */
export interface Prepared {
  /** The component's configuration; defaults are filled in by the suite. */
  readonly config: { readonly [option: string]: unknown };
  /** The settings of its connection. */
  readonly connection?: unknown;
  dispose?(): Promise<void>;
}

/** Provides a source with something to read. */
export interface SourceDriver {
  /** Data that reads well. Enough for several batches, so that there are positions to resume from. */
  prepare(): Promise<PreparedSource>;
  /** Data some of which cannot be read. */
  prepareMalformed?(): Promise<PreparedMalformed>;
  /** Whether what it reads can be read again from a position. True where left out; false for a receiver such as a webhook. */
  readonly replays?: boolean;
}

export interface PreparedSource extends Prepared {
  /** The rows it must yield, in order over all tasks; with several tasks the order counts within each. */
  readonly expected: readonly Row[];
  /** Sources that do not end by themselves: they are stopped when all expected records have come. */
  readonly endless?: boolean;
  /** Called once a task is open, for a source that is fed: resolves when all was sent or when the source acknowledged it. */
  feed?(): Promise<void>;
}

export interface PreparedMalformed extends Prepared {
  /** What comes as failures, as it was. */
  readonly originals: readonly Uint8Array[];
  /** The rows around it, all of which must come. */
  readonly expected: readonly Row[];
  readonly endless?: boolean;
  feed?(): Promise<void>;
}

/** Gives a sink somewhere to write. */
export interface SinkDriver {
  prepare(): Promise<PreparedSink>;
}

export interface PreparedSink extends Prepared {
  /** What is stored, in order, after the sink was closed: one item per record, made comparable by `expected`. */
  stored(): Promise<readonly Json[]>;
  /** What a record is stored as. */
  expected(record: GantryRecord): Json;
  /** Records to write; plain rows where left out. At least 12. */
  readonly records?: readonly GantryRecord[];
  /**
   * Whether with this configuration each record is stored exactly once over a restart from its state. As the definition says where
   * left out, and always where that claims it. False allows repeats, never losses.
   */
  readonly exactlyOnce?: boolean;
  /** Whether the order of one task's records is kept. True where left out. */
  readonly ordered?: boolean;
  /** A sink that stores nothing, such as one that shows records: `stored` is not asked. */
  readonly keepsNothing?: boolean;
  /** A record that it refuses. */
  readonly refused?: GantryRecord;
}

/** Ways to try a transform. */
export interface TransformDriver {
  readonly variants: readonly {
    readonly config: { readonly [option: string]: unknown };
    /** Records to transform; rows of many shapes where left out. */
    readonly records?: readonly GantryRecord[];
  }[];
}

/** Ways to try a converter. */
export interface ConverterDriver {
  readonly variants: readonly {
    readonly config?: { readonly [option: string]: unknown };
    /** Records to carry; the hard ones where left out. */
    readonly records?: readonly GantryRecord[];
    /** What of a record comes back. All of it where left out; say in `lossy` what does not. */
    readonly keeps?: (record: GantryRecord) => unknown;
    /** What it does not keep, in one sentence. Required with `keeps`. */
    readonly lossy?: string;
    /** Bodies it must refuse; some that are certainly no JSON or msgpack where left out, none for an empty list. */
    readonly malformed?: readonly Uint8Array[];
  }[];
}
