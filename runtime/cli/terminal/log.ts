import { toErrorDto } from '@gantry/sdk';
import type { Log } from '@gantry/sdk';
import pino from 'pino';
import type { CliIo } from '../io.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The process's log on standard error: JSON lines for machines, short lines for a person at a terminal. */
export function createLog(io: CliIo, level: LogLevel): Log {
  return process.stderr.isTTY ? terminalLog(io, level) : machineLog(level);
}

function machineLog(level: LogLevel): Log {
  const logger = pino({ level, base: { pid: process.pid } }, pino.destination({ dest: 2, sync: true }));
  const write =
    (name: LogLevel): Log['info'] =>
    (message, fields = {}) =>
      logger[name](readable(fields), message);
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function terminalLog(io: CliIo, level: LogLevel): Log {
  const styles = { debug: 'dim', info: 'cyan', warn: 'yellow', error: 'red' } as const;
  const write =
    (name: LogLevel): Log['info'] =>
    (message, fields = {}) => {
      if (LOG_LEVELS.indexOf(name) < LOG_LEVELS.indexOf(level)) return;
      const facts = Object.entries(readable(fields))
        .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join(' ');
      io.err(
        `${new Date().toISOString().slice(11, 19)} ${io.paint(styles[name], name.padEnd(5))} ${message} ${io.paint('dim', facts)}`.trimEnd(),
      );
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/** An Error has nothing that JSON would print: its code, message and cause are taken out. */
function readable(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? toErrorDto(value) : (value as unknown),
    ]),
  );
}
