import type { CliIo } from '../io.ts';

/** A terminal that remembers what was printed. */
export interface TestIo extends CliIo {
  readonly printed: string[];
  readonly complained: string[];
}

export function createTestIo(options: Partial<CliIo> = {}): TestIo {
  const printed: string[] = [];
  const complained: string[] = [];
  return {
    printed,
    complained,
    out: (line) => printed.push(line),
    err: (line) => complained.push(line),
    outIsTty: false,
    inIsTty: false,
    columns: 120,
    env: {},
    cwd: '/',
    paint: (_style, text) => text,
    readInput: async () => '',
    ask: async () => '',
    ...options,
  };
}
