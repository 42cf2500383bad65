import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { GantryError, fromErrorDto } from '@gantry/sdk';
import { DocumentInvalidError } from '../../cluster/index.ts';
import { runPipeline, startRuntime } from '../../index.ts';
import type { Runtime, RunSummary } from '../../index.ts';
import { parseText } from '../../spec/index.ts';
import { AlreadyPrintedError, CLI_ERRORS } from '../errors.ts';
import type { CliIo } from '../io.ts';
import { createRunProgress } from '../progress/runProgress.ts';
import { stopSignal } from '../signals.ts';
import { formatCount, formatNumber, parseDuration } from '../terminal/format.ts';
import { createLog } from '../terminal/log.ts';
import { formatDiagnostics } from '../terminal/printDiagnostics.ts';
import { readDocument } from '../terminal/readDocument.ts';

interface Options {
  readonly untilIdle?: number;
  readonly data?: string;
  readonly fresh?: boolean;
  readonly json?: boolean;
}

export function define(command: Command, io: CliIo): void {
  command
    .argument('<file>', 'the pipeline document; - for standard input')
    .option(
      '--until-idle <time>',
      'end once every source that can end has ended and nothing moved for this long, such as 5s',
      readIdle,
    )
    .option('--data <dir>', 'folder for bus and positions (default: .gantry/run/NAME)')
    .option('--fresh', 'begin anew: forget the positions of earlier runs, and the topics that only this pipeline uses')
    .action(async (file: string, options: Options) => {
      const text = await readDocument(file, io);
      const stop = stopSignal(() => io.err('Stopping; positions are kept. Once more to end at once.'));
      const runtime = await startRuntime({
        dataDir: dataDirOf(text, options, io),
        log: createLog(io, 'warn'),
        foreground: true,
      });
      try {
        if (options.fresh) await forget(runtime, parseText(text).pipeline?.name);
        const summary = await runHere(runtime, { file, text, stop, options }, io);
        report(summary, options, io);
      } finally {
        await runtime.dispose();
      }
    });
}

interface Run {
  readonly file: string;
  readonly text: string;
  readonly stop: AbortSignal;
  readonly options: Options;
}

async function runHere(runtime: Runtime, { file, text, stop, options }: Run, io: CliIo): Promise<RunSummary> {
  const progress = createRunProgress(io, options.json === true);
  try {
    return await runPipeline(runtime, {
      text,
      signal: stop,
      onProgress: progress.show,
      ...(options.untilIdle === undefined ? {} : { untilIdleMs: options.untilIdle }),
    });
  } catch (caught) {
    // Told by its class: asking the API's door would load the whole HTTP server for it.
    if (!(caught instanceof DocumentInvalidError) || options.json) throw caught;
    progress.clear();
    for (const line of formatDiagnostics(caught.diagnostics, file, text, io)) io.err(line);
    throw new AlreadyPrintedError('document_invalid');
  } finally {
    progress.clear();
  }
}

function report(summary: RunSummary, options: Options, io: CliIo): void {
  const { pipeline, outcome, durationMs, recordsIn, recordsOut, skipped, deadLettered, error } = summary;
  // A batch that was interrupted is not done; a pipeline that runs until it is stopped is.
  const isDone = outcome === 'ended' || (outcome === 'stopped' && options.untilIdle === undefined);
  if (options.json) {
    io.out(JSON.stringify(summary));
    if (!isDone) throw new AlreadyPrintedError('pipeline_failed');
    return;
  }
  const seconds = Math.max(durationMs, 1) / 1000;
  const left = [
    skipped > 0 ? `${formatCount(skipped)} skipped` : '',
    deadLettered > 0 ? formatNumber(deadLettered, 'dead letter') : '',
  ].filter((part) => part !== '');
  const counts = [`${formatNumber(recordsIn, 'record')} in`, `${formatCount(recordsOut)} out`, ...left].join(', ');
  io.out(
    `${pipeline}: ${io.paint(isDone ? 'green' : 'red', outcome)}, ${counts}, ${seconds.toFixed(1)} s (${formatCount(recordsIn / seconds)}/s)`,
  );
  if (isDone) return;
  if (error) throw fromErrorDto(error);
  throw CLI_ERRORS.error('pipeline_failed', {
    message: `${pipeline} was stopped before it was done`,
    hint: 'Run it again: it goes on where it was.',
  });
}

/** Earlier runs leave the deployment with its positions; there is none the first time. */
async function forget(runtime: Runtime, name: string | undefined): Promise<void> {
  if (name === undefined) return;
  await runtime.member.remove(name, { positions: 'forget', topics: 'forget' }).catch((caught: unknown) => {
    if (!(caught instanceof GantryError && caught.code === 'cluster.deployment_unknown')) throw caught;
  });
}

function dataDirOf(text: string, options: Options, io: CliIo): string {
  if (options.data !== undefined) return resolve(io.cwd, options.data);
  const name = parseText(text).pipeline?.name ?? '';
  return join(io.cwd, '.gantry', 'run', /^[\w-]+$/.test(name) ? name : 'unnamed');
}

function readIdle(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw CLI_ERRORS.error('usage', {
    message: `--until-idle cannot be ${text}`,
    hint: 'Give a time such as 5s, 500ms or 1m.',
  });
}
