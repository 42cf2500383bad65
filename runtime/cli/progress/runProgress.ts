import type { RunProgress } from '../../index.ts';
import type { CliIo } from '../io.ts';
import { formatCount, formatNumber } from '../terminal/format.ts';

/** Shows how far a run in the foreground is. */
export interface RunProgressView {
  show(progress: RunProgress): void;
  /** Takes the line off a terminal again. */
  clear(): void;
}

const PLAIN_EVERY_MS = 5_000;
const CLEAR_LINE = '\r\u001b[2K';

/** One line that is rewritten at a terminal; a plain line every few seconds elsewhere; nothing where JSON was asked for. */
export function createRunProgress(io: CliIo, isQuiet: boolean, now: () => number = Date.now): RunProgressView {
  if (isQuiet) return { show: () => undefined, clear: () => undefined };
  const startedMs = now();
  const stream = process.stderr;
  let isLineShown = false;
  let nextPlainMs = startedMs + PLAIN_EVERY_MS;

  return {
    show(progress) {
      if (stream.isTTY) {
        stream.write(`${CLEAR_LINE}${progressLine(progress, now() - startedMs).slice(0, (stream.columns || 120) - 1)}`);
        isLineShown = true;
      } else if (now() >= nextPlainMs) {
        nextPlainMs = now() + PLAIN_EVERY_MS;
        io.err(progressLine(progress, now() - startedMs));
      }
    },
    clear() {
      if (isLineShown) stream.write(CLEAR_LINE);
      isLineShown = false;
    },
  };
}

/** `orders: running  12 s  1,200 in  1,100 out  240/s  lag 100` */
export function progressLine(
  { deployment, recordsIn, recordsOut, skipped, deadLettered, errors }: RunProgress,
  elapsedMs: number,
): string {
  const rate = deployment.tasks
    .filter((task) => task.kind === 'source')
    .reduce((sum, task) => sum + task.figures.recordsPerSecond, 0);
  const lag = deployment.tasks
    .filter((task) => task.kind === 'sink')
    .reduce((sum, task) => sum + (task.figures.lag ?? 0), 0);
  const parts = [
    `${deployment.name}: ${deployment.state}`,
    `${Math.round(elapsedMs / 1000)} s`,
    `${formatCount(recordsIn)} in`,
    `${formatCount(recordsOut)} out`,
    `${formatCount(rate)}/s`,
  ];
  if (lag > 0) parts.push(`lag ${formatCount(lag)}`);
  if (skipped > 0) parts.push(`${formatCount(skipped)} skipped`);
  if (deadLettered > 0) parts.push(formatNumber(deadLettered, 'dead letter'));
  if (errors > 0) parts.push(formatNumber(errors, 'error'));
  return parts.join('  ');
}
