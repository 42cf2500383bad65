import type { Clock, ErrorDto, GantryError } from '@gantry/sdk';
import { toErrorDto } from '@gantry/sdk';
import type { LagUnit } from '../api/contract.ts';
import { LatencyWindow } from './histogram.ts';
import type { LatencySummary } from './histogram.ts';

/** Counts of one step. */
export interface StepCounter {
  records: number;
  errors: number;
  skipped: number;
  deadLettered: number;
}

/** Counts of one edge. */
export interface EdgeCounter {
  records: number;
  lag?: number;
}

/** Everything counted in one attempt of a task, as it crosses to the member. Totals only: rates are made there. */
export interface FiguresReport {
  readonly recordsIn: number;
  readonly recordsOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly errors: number;
  readonly skipped: number;
  readonly deadLettered: number;
  readonly lag?: number;
  readonly lagUnit?: LagUnit;
  readonly latency?: LatencySummary;
  readonly lastError?: ErrorDto & { readonly atMs: number };
  readonly idle: boolean;
  readonly edges: { readonly [edge: string]: EdgeCounter };
  readonly steps: { readonly [node: string]: StepCounter };
}

/** The counters of a running task. Added to per batch, never per record. */
export class FigureBook {
  recordsIn = 0;
  recordsOut = 0;
  bytesIn = 0;
  bytesOut = 0;
  errors = 0;
  skipped = 0;
  deadLettered = 0;
  lag: number | undefined;
  lagUnit: LagUnit = 'records';
  idle = false;
  private lastError: (ErrorDto & { readonly atMs: number }) | undefined;
  private readonly latency = new LatencyWindow();
  private readonly edges = new Map<string, EdgeCounter>();
  private readonly steps = new Map<string, StepCounter>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  edge(id: string): EdgeCounter {
    let counter = this.edges.get(id);
    if (counter === undefined) this.edges.set(id, (counter = { records: 0 }));
    return counter;
  }

  step(node: string): StepCounter {
    let counter = this.steps.get(node);
    if (counter === undefined) this.steps.set(node, (counter = { records: 0, errors: 0, skipped: 0, deadLettered: 0 }));
    return counter;
  }

  addLatency(ms: number, records: number): void {
    this.latency.add(this.clock.now(), ms, records);
  }

  /** Counts an error that `times` records met. */
  addError(error: GantryError, times = 1): void {
    this.errors += times;
    this.lastError = { ...toErrorDto(error), atMs: this.clock.now() };
  }

  report(): FiguresReport {
    const latency = this.latency.summary(this.clock.now());
    return {
      recordsIn: this.recordsIn,
      recordsOut: this.recordsOut,
      bytesIn: this.bytesIn,
      bytesOut: this.bytesOut,
      errors: this.errors,
      skipped: this.skipped,
      deadLettered: this.deadLettered,
      idle: this.idle,
      ...(this.lag === undefined ? {} : { lag: this.lag }),
      ...(this.lag === undefined || this.lagUnit === 'records' ? {} : { lagUnit: this.lagUnit }),
      ...(latency === undefined ? {} : { latency }),
      ...(this.lastError === undefined ? {} : { lastError: this.lastError }),
      edges: Object.fromEntries(this.edges),
      steps: Object.fromEntries(this.steps),
    };
  }
}
