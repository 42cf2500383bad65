import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { waitFor } from './waitFor.ts';

const CLI = fileURLToPath(new URL('../../dist/runtime/cli/main.js', import.meta.url));

/** A command at a real terminal, as a person has it before them. */
export interface TerminalSession extends AsyncDisposable {
  /** Everything that appeared so far, control codes and all. */
  screen(): string;
  /** Waits until a text has appeared. */
  shows(text: string | RegExp): Promise<void>;
  /** Types a line. */
  type(line: string): void;
  /** Waits for the end, and gives the exit code. */
  ended(): Promise<number | null>;
}

/** Runs `gantry` at a terminal made by `script` (see needTerminal). */
export function openTerminal(
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): TerminalSession {
  const command = [process.execPath, CLI, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: options.cwd,
    env: { ...process.env, TERM: 'xterm', ...options.env },
  });
  const gone = once(child, 'close');
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (screen += text));
  return {
    screen: () => screen,
    async shows(text) {
      await waitFor(`the terminal shows ${String(text)}`, () =>
        typeof text === 'string' ? screen.includes(text) : text.test(screen),
      );
    },
    type: (line) => void child.stdin.write(`${line}\n`),
    async ended() {
      await gone;
      return child.exitCode;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
