import type { Clock, ErrorDto } from '@gantry/sdk';
import type { EdgeFigures, TaskFigures } from '../api/contract.ts';
import type { EdgeCounter, FiguresReport, StepCounter } from './figures.ts';
import { RateWindow } from './rateWindow.ts';
import type { TaskStatus } from './types.ts';

const NOTHING: FiguresReport = {
  recordsIn: 0,
  recordsOut: 0,
  bytesIn: 0,
  bytesOut: 0,
  errors: 0,
  skipped: 0,
  deadLettered: 0,
  idle: false,
  edges: {},
  steps: {},
};

/** The figures of a task over all its attempts: totals grow on, rates are made of them here. */
export class TaskFiguresView {
  private past: FiguresReport = NOTHING;
  private current: FiguresReport = NOTHING;
  private lastError: TaskFigures['lastError'];
  private readonly recordRate = new RateWindow();
  private readonly byteRate = new RateWindow();
  private readonly edgeRates = new Map<string, RateWindow>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get idle(): boolean {
    return this.current.idle;
  }

  update(report: FiguresReport): void {
    this.current = report;
    if (report.lastError !== undefined) this.lastError = report.lastError;
    const nowMs = this.clock.now();
    this.recordRate.note(nowMs, this.past.recordsOut + report.recordsOut);
    this.byteRate.note(nowMs, this.bytes(this.past) + this.bytes(report));
    for (const [edge, counter] of Object.entries(report.edges)) {
      let rate = this.edgeRates.get(edge);
      if (rate === undefined) {
        this.edgeRates.set(edge, (rate = new RateWindow()));
        rate.note(nowMs, 0);
      }
      rate.note(nowMs, (this.past.edges[edge]?.records ?? 0) + counter.records);
    }
  }

  /** An attempt failed: one more error, whatever it counted itself. */
  addError(error: ErrorDto): void {
    this.past = { ...this.past, errors: this.past.errors + 1 };
    this.lastError = { ...error, atMs: this.clock.now() };
  }

  /** What the attempt counted becomes part of the past; the next counts from nothing. */
  endAttempt(): void {
    this.past = sum(this.past, this.current);
    this.current = NOTHING;
  }

  status(): Pick<TaskStatus, 'figures' | 'edges' | 'steps'> {
    const nowMs = this.clock.now();
    const total = sum(this.past, this.current);
    const figures: TaskFigures = {
      recordsIn: total.recordsIn,
      recordsOut: total.recordsOut,
      bytesIn: total.bytesIn,
      bytesOut: total.bytesOut,
      recordsPerSecond: this.recordRate.perSecond(nowMs),
      bytesPerSecond: this.byteRate.perSecond(nowMs),
      errors: total.errors,
      skipped: total.skipped,
      deadLettered: total.deadLettered,
      ...lagOf(total),
      ...(total.latency === undefined ? {} : { latency: total.latency }),
      ...(this.lastError === undefined ? {} : { lastError: this.lastError }),
    };
    const edges: Record<string, EdgeFigures> = {};
    for (const [edge, counter] of Object.entries(total.edges)) {
      edges[edge] = { ...counter, recordsPerSecond: this.edgeRates.get(edge)?.perSecond(nowMs) ?? 0 };
    }
    return { figures, edges, steps: total.steps };
  }

  /** What crosses the bus: out of a source, into a sink. */
  private bytes(report: FiguresReport): number {
    return Math.max(report.bytesIn, report.bytesOut);
  }
}

function sum(past: FiguresReport, current: FiguresReport): FiguresReport {
  const edges: Record<string, EdgeCounter> = { ...past.edges };
  for (const [edge, counter] of Object.entries(current.edges)) {
    edges[edge] = { ...counter, records: (past.edges[edge]?.records ?? 0) + counter.records };
  }
  const steps: Record<string, StepCounter> = { ...past.steps };
  for (const [node, counter] of Object.entries(current.steps)) steps[node] = sumSteps(past.steps[node], counter);
  const latency = current.latency ?? past.latency;
  return {
    recordsIn: past.recordsIn + current.recordsIn,
    recordsOut: past.recordsOut + current.recordsOut,
    bytesIn: past.bytesIn + current.bytesIn,
    bytesOut: past.bytesOut + current.bytesOut,
    errors: past.errors + current.errors,
    skipped: past.skipped + current.skipped,
    deadLettered: past.deadLettered + current.deadLettered,
    idle: current.idle,
    edges,
    steps,
    ...lagOf(current.lag === undefined ? past : current),
    ...(latency === undefined ? {} : { latency }),
  };
}

function lagOf({ lag, lagUnit }: FiguresReport): Pick<FiguresReport, 'lag' | 'lagUnit'> {
  return { ...(lag === undefined ? {} : { lag }), ...(lagUnit === undefined ? {} : { lagUnit }) };
}

function sumSteps(past: StepCounter | undefined, current: StepCounter): StepCounter {
  if (past === undefined) return current;
  return {
    records: past.records + current.records,
    errors: past.errors + current.errors,
    skipped: past.skipped + current.skipped,
    deadLettered: past.deadLettered + current.deadLettered,
  };
}
