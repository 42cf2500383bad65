import { describe, expect, it } from 'vitest';
import { documentOf, said, specOf } from '../testing/document.ts';
import { IN, OUT } from '../testing/nodes.ts';

function sentences(sink: string): readonly string[] {
  return said(documentOf([IN, `out: ${sink}`], ['in -> out'])).map(
    ({ path, message, hint }) =>
      `${path.replace('nodes.out.', '')} | ${message.replace('In the sink "out": ', '')} | ${hint ?? ''}`,
  );
}

describe('options', () => {
  it('says what is wrong in one sentence each', () => {
    expect(sentences('{ sink: files, config: { pth: x, format: cvs, rollBytes: "9", compression: 1 } }')).toEqual([
      'config.path | The option "path" is missing. | Set "path" to a text.',
      'config.pth | There is no option "pth". | Did you mean "path"?',
      'config.format | "format" must be "csv" or "jsonl", not "cvs". | Did you mean "csv"?',
      'config.compression | "compression" must be "none" or "gzip", not 1. | ',
      'config.rollBytes | "rollBytes" must be a whole number, not a text. | Remove the quotes.',
    ]);
  });

  it('explains limits, formats and nested values', () => {
    expect(sentences('{ sink: http, config: { url: nowhere, timeoutMs: 0, headers: { a: 1 } } }')).toEqual([
      'config.url | "url" is not a valid uri. | ',
      'config.timeoutMs | "timeoutMs" must be at least 1, not 0. | ',
      'config.headers.a | "headers.a" must be a text, not 1. | Put it in quotes: "1".',
    ]);
    expect(sentences('{ sink: files, config: { path: "" } }')).toEqual(['config.path | "path" must not be empty. | ']);
  });

  it('does not judge what a reference stands for', () => {
    expect(sentences('{ sink: http, config: { url: "${env:URL}", timeoutMs: "${env:T}" } }')).toEqual([
      'config.timeoutMs | "timeoutMs" must be a whole number, not a text. | A reference stands for a text; write the value itself.',
    ]);
  });

  it('takes a schema that does not say whether it is open for a closed one', () => {
    expect(sentences('{ sink: inspect, config: { rows: 5 } }')).toEqual([
      'config.rows | There is no option "rows". | There are none.',
    ]);
  });

  it('fills defaults into the plan and leaves the document alone', () => {
    const text = documentOf([IN, OUT], ['in -> out']);
    const config = { path: 'a.csv' };
    expect(specOf(text).connectors[0]).toMatchObject({ config: { ...config, follow: false } });
    expect(specOf(text).connectors[0]).toMatchObject({ config: { ...config, follow: false } });
  });
});
