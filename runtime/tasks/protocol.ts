import type { ErrorDto } from '@gantry/sdk';
import type { SamplesDto } from '../api/contract.ts';
import type { FiguresReport } from './figures.ts';
import type { LastSamples } from './samples.ts';
import type { PluginModule, TaskAssignment, TaskProgress } from './types.ts';

/** Bounds of one task (P8) and its rhythm. */
export interface TaskLimits {
  readonly commitIntervalMs: number;
  readonly maxInFlightRecords: number;
  readonly maxInFlightBytes: number;
}

/** What a thread is to run. */
export interface ThreadInput {
  readonly assignment: TaskAssignment;
  /** Where the task starts from; null at the very first start. */
  readonly progress: TaskProgress | null;
  readonly modules: readonly PluginModule[];
  readonly dataDir: string;
  readonly limits: TaskLimits;
}

/** The first message to a thread, which may have been booted before there was anything to run. */
export interface Begin {
  readonly type: 'begin';
  readonly input: ThreadInput;
}

/** What the member tells a thread. */
export type ToThread =
  | { readonly type: 'stop' }
  | { readonly type: 'finish' }
  | { readonly type: 'edgeSamples'; readonly id: number; readonly edge: string }
  | { readonly type: 'shown'; readonly id: number }
  | { readonly type: 'answer'; readonly id: number; readonly value?: string }
  | { readonly type: 'refusal'; readonly id: number; readonly error: ErrorDto };

/** What a thread tells the member. */
export type FromThread =
  | { readonly type: 'running' }
  | { readonly type: 'retrying'; readonly error: ErrorDto; readonly attempt: number; readonly nextAttemptAtMs: number }
  /** Sent several times a second, also when nothing changed: it is the thread's sign of life. */
  | { readonly type: 'figures'; readonly figures: FiguresReport }
  | {
      readonly type: 'log';
      readonly level: LogLevel;
      readonly message: string;
      readonly fields?: { readonly [name: string]: unknown };
    }
  /** Answered with `answer` or `refusal`. */
  | { readonly type: 'commit'; readonly id: number; readonly progress: TaskProgress }
  | { readonly type: 'secret'; readonly id: number; readonly name: string }
  | { readonly type: 'samples'; readonly id: number; readonly samples: SamplesDto }
  /** The last message: everything is let go of. */
  | { readonly type: 'outcome'; readonly outcome: TaskOutcome; readonly samples: LastSamples };

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** How an attempt went. */
export type TaskOutcome =
  { readonly kind: 'ended' } | { readonly kind: 'stopped' } | { readonly kind: 'failed'; readonly error: ErrorDto };
