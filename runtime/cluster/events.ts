import { CancelledError, toErrorDto } from '@gantry/sdk';
import type { Clock, Log } from '@gantry/sdk';
import type { DeploymentDto, PipelineFigures } from '../api/contract.ts';
import { canonicalJson } from '../foundation/index.ts';
import type { MemberEvent } from './types.ts';

/** Changes of this long are told as one. */
const SETTLE_MS = 100;
const FIGURES_MS = 1_000;

export interface EventSource {
  readonly clock: Clock;
  readonly log: Log;
  /** Undefined where it is gone. */
  readonly deployment: (name: string) => Promise<DeploymentDto | undefined>;
  /** Of every pipeline that runs here. */
  readonly figures: () => readonly PipelineFigures[];
}

/** Tells listeners what happens on this member: states when they change, figures about every second, what went wrong. */
export class Events {
  readonly #listeners = new Set<(event: MemberEvent) => void>();
  readonly #closing = new AbortController();
  readonly #dirty = new Set<string>();
  /** What was told last of each deployment, without its figures. */
  readonly #told = new Map<string, string>();
  #source: EventSource | undefined;
  #telling: Promise<void> | undefined;
  #beating: Promise<void> | undefined;

  start(source: EventSource): void {
    this.#source = source;
    this.#beating = this.#beat(source);
  }

  subscribe(listener: (event: MemberEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Something about the deployment may be different. */
  changed(name: string): void {
    if (this.#source === undefined || this.#closing.signal.aborted) return;
    this.#dirty.add(name);
    this.#telling ??= this.#tellSoon(this.#source);
  }

  /** A log that is heard by listeners too. */
  logTo(log: Log): Log {
    const tell =
      (level: 'info' | 'warn' | 'error') =>
      (message: string, fields: { readonly [name: string]: unknown } = {}): void => {
        log[level](message, fields);
        this.#tellLog(level, message, fields);
      };
    return {
      debug: (message, fields) => log.debug(message, fields),
      info: tell('info'),
      warn: tell('warn'),
      error: tell('error'),
    };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#telling;
    await this.#beating;
    this.#listeners.clear();
  }

  #tell(event: MemberEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #tellLog(level: 'info' | 'warn' | 'error', message: string, fields: { readonly [name: string]: unknown }): void {
    const { error } = fields;
    const { pipeline, node } = placeOf(fields);
    this.#tell({
      type: 'log',
      data: {
        atMs: this.#source?.clock.now() ?? Date.now(),
        level,
        message,
        ...(pipeline === undefined ? {} : { pipeline }),
        ...(node === undefined ? {} : { node }),
        ...(error === undefined ? {} : { error: toErrorDto(error) }),
      },
    });
  }

  async #tellSoon(source: EventSource): Promise<void> {
    try {
      while (this.#dirty.size > 0) {
        await source.clock.sleep(SETTLE_MS, this.#closing.signal);
        const names = [...this.#dirty];
        this.#dirty.clear();
        for (const name of names) await this.#tellDeployment(source, name);
      }
    } catch (caught) {
      if (!(caught instanceof CancelledError))
        source.log.error('a change could not be told to listeners', { error: toErrorDto(caught) });
    } finally {
      this.#telling = undefined;
    }
  }

  async #tellDeployment(source: EventSource, name: string): Promise<void> {
    const data = await source.deployment(name);
    if (data === undefined) {
      if (this.#told.delete(name)) this.#tell({ type: 'deploymentDeleted', data: { name } });
      return;
    }
    const states = canonicalJson({ ...data, tasks: data.tasks.map(({ figures: _figures, ...task }) => task) });
    if (this.#told.get(name) === states) return;
    this.#told.set(name, states);
    this.#tell({ type: 'deployment', data });
  }

  async #beat(source: EventSource): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        await source.clock.sleep(FIGURES_MS, this.#closing.signal);
      } catch {
        return; // Closing.
      }
      if (this.#listeners.size === 0) continue;
      for (const data of source.figures()) this.#tell({ type: 'figures', data });
    }
  }
}

/** Which pipeline and node a log line is about: said directly, or by the task's id (`pipeline/node/key`). */
function placeOf(fields: { readonly [name: string]: unknown }): { readonly pipeline?: string; readonly node?: string } {
  const [taskPipeline, taskNode] = typeof fields['task'] === 'string' ? fields['task'].split('/') : [];
  const pipeline = typeof fields['pipeline'] === 'string' ? fields['pipeline'] : taskPipeline;
  const node = typeof fields['node'] === 'string' ? fields['node'] : taskNode;
  return { ...(pipeline === undefined ? {} : { pipeline }), ...(node === undefined ? {} : { node }) };
}
