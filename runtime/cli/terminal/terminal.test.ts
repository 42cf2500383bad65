import { describe, expect, test } from 'vitest';
import { wantsColours } from '../io.ts';
import { createTestIo } from '../testing/testIo.ts';
import { confirm } from './confirm.ts';
import { formatBytes, formatCount, formatLag, parseDuration } from './format.ts';
import { countDiagnostics, formatDiagnostics } from './printDiagnostics.ts';
import { printError } from './printError.ts';
import { formatTable } from './table.ts';
import { CLI_ERRORS } from '../errors.ts';

describe('what is printed', () => {
  test('tables are aligned, colours taking no room', () => {
    expect(
      formatTable(
        ['NAME', 'STATE', 'X'],
        [
          ['a', '\u001b[32mrunning\u001b[39m', '1'],
          ['long-name', 'ended', '2'],
        ],
      ),
    ).toEqual(['NAME       STATE    X', 'a          \u001b[32mrunning\u001b[39m  1', 'long-name  ended    2']);
  });

  test('a diagnostic shows its place, its line with a caret, and its hint', () => {
    const diagnostic = {
      code: 'compile.option_unknown',
      severity: 'error',
      message: 'pathh is no option',
      hint: 'Did you mean "path"?',
      path: 'nodes.a.config.pathh',
      range: { line: 2, column: 2, from: 7, to: 12 },
    } as const;
    expect(formatDiagnostics([diagnostic], 'a.yaml', 'nodes\n\tpathh: x\n', createTestIo())).toEqual([
      'a.yaml:2:2  error compile.option_unknown  pathh is no option',
      '    2 | \tpathh: x',
      '      | \t^^^^^',
      '    hint: Did you mean "path"?',
    ]);
    const { range: _range, ...nowhere } = diagnostic;
    expect(formatDiagnostics([nowhere], 'a.yaml', '', createTestIo())[0]).toBe(
      'a.yaml  error compile.option_unknown  pathh is no option (nodes.a.config.pathh)',
    );
    expect(countDiagnostics([diagnostic, { ...diagnostic, severity: 'warning' }, diagnostic])).toBe(
      '2 errors, 1 warning',
    );
  });

  test('an error is two lines, without a stack; with --verbose it has one', () => {
    const error = CLI_ERRORS.error('usage', { message: 'no', hint: 'yes' });
    const io = createTestIo();
    printError(error, io, { json: false, verbose: false });
    expect(io.complained).toEqual(['error cli.usage  no', 'hint: yes']);
    printError(error, io, { json: false, verbose: true });
    expect(io.complained.join('\n')).toContain('at ');
    printError(error, io, { json: true, verbose: false });
    expect(JSON.parse(io.printed[0] ?? '')).toEqual({ error: { code: 'cli.usage', message: 'no', hint: 'yes' } });
  });

  test('figures are for people', () => {
    expect([formatCount(1234567.4), formatBytes(999), formatBytes(1_200_000)]).toEqual([
      '1,234,567',
      '999 B',
      '1.2 MB',
    ]);
    expect([formatLag(1200), formatLag(1200, 'bytes'), formatLag(1200, 'ms')]).toEqual(['1,200', '1.2 kB', '1.2 s']);
    expect(['5s', '500ms', '2m', '1h', '3', '0.5s', '', 'soon', '-1s'].map(parseDuration)).toEqual([
      5000,
      500,
      120_000,
      3_600_000,
      3000,
      500,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('colours only where wanted', () => {
    expect([
      wantsColours(true, {}),
      wantsColours(false, {}),
      wantsColours(true, { NO_COLOR: '1' }),
      wantsColours(false, { FORCE_COLOR: '1' }),
      wantsColours(true, { TERM: 'dumb' }),
    ]).toEqual([true, false, false, true, false]);
  });
});

describe('a step that cannot be undone', () => {
  test('is asked about, and refused where nobody can be asked', async () => {
    await expect(confirm(createTestIo(), 'Remove?', false)).rejects.toMatchObject({ code: 'cli.confirmation_needed' });
    await confirm(createTestIo(), 'Remove?', true);
    await confirm(createTestIo({ inIsTty: true, ask: async () => 'y' }), 'Remove?', false);
    await expect(confirm(createTestIo({ inIsTty: true, ask: async () => '' }), 'Remove?', false)).rejects.toMatchObject(
      { code: 'cli.cancelled' },
    );
  });
});
