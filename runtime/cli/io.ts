import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';

/** Where a command reads and prints. */
export interface CliIo {
  out(line: string): void;
  err(line: string): void;
  readonly outIsTty: boolean;
  readonly inIsTty: boolean;
  readonly columns: number;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Colours a text of the output, where colours are wanted. */
  paint(style: Style, text: string): string;
  /** All of standard input. */
  readInput(): Promise<string>;
  /** Asks the person at the terminal; a hidden answer is not shown. */
  ask(question: string, options?: { readonly hidden?: boolean }): Promise<string>;
}

export type Style = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** The process's own terminal. */
export function processIo(): CliIo {
  const { stdout, stderr, stdin, env } = process;
  const colours = wantsColours(stdout.isTTY === true, env);
  return {
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
    outIsTty: stdout.isTTY === true,
    inIsTty: stdin.isTTY === true,
    columns: stdout.columns ?? 120,
    env,
    cwd: process.cwd(),
    paint: (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text),
    async readInput() {
      let text = '';
      stdin.setEncoding('utf8');
      for await (const chunk of stdin) text += String(chunk);
      return text;
    },
    ask,
  };
}

/** https://no-color.org and https://force-color.org. */
export function wantsColours(isTty: boolean, env: NodeJS.ProcessEnv): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0') return true;
  return isTty && env['TERM'] !== 'dumb';
}

async function ask(question: string, options: { readonly hidden?: boolean } = {}): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = terminal.question(question);
    // Readline echoes what is typed through this method; a secret must not be on the screen.
    if (options.hidden)
      (terminal as unknown as { _writeToOutput(text: string): void })._writeToOutput = () => undefined;
    return (await answer).trim();
  } finally {
    terminal.close();
    if (options.hidden) process.stderr.write('\n');
  }
}
