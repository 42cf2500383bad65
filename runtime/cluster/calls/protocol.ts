import type { CheckStep, Choice, ErrorDto, Json, JsonObject, TaskShare } from '@gantry/sdk';
import type { SampleRecordDto } from '../../api/contract.ts';
import type { PluginModule } from '../../tasks/index.ts';

/** What can be asked of a component outside any task. */
export type Ask =
  | { readonly what: 'check' }
  | { readonly what: 'choices'; readonly field: string; readonly typed: string }
  | { readonly what: 'preview'; readonly limit: number }
  | { readonly what: 'tasks'; readonly maxTasks: number };

/** What each question is answered with. */
export interface Answers {
  readonly check: readonly CheckStep[];
  readonly choices: readonly Choice[];
  readonly preview: { readonly records: readonly SampleRecordDto[]; readonly failures: readonly ErrorDto[] };
  readonly tasks: readonly TaskShare[];
}

/** Which component, and with what settings; references are resolved. */
export interface CallTarget {
  readonly pipeline: string;
  readonly node: string;
  readonly role: 'source' | 'sink' | 'connection';
  readonly type: string;
  readonly config: JsonObject;
  readonly connection?: JsonObject;
}

/** What a thread is started with. */
export interface CallInput {
  readonly module: PluginModule;
  readonly target: CallTarget;
  readonly ask: Ask;
}

/** What a thread tells. */
export type FromCall =
  | { readonly type: 'answer'; readonly answer: Answers[keyof Answers] }
  | { readonly type: 'refusal'; readonly error: ErrorDto }
  | {
      readonly type: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly message: string;
      readonly fields?: { readonly [name: string]: Json };
    };
