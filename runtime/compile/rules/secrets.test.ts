import { describe, expect, it } from 'vitest';
import { compiled, codes, documentOf } from '../testing/document.ts';
import { IN } from '../testing/nodes.ts';

const http = (config: string): string => documentOf([IN, `out: { sink: http, config: ${config} }`], ['in -> out']);

describe('secrets', () => {
  it('refuses a secret in clear, and never repeats it', () => {
    const text = http('{ url: "http://h/", token: hunter22secret }');
    expect(codes(text)).toEqual(['secret_in_clear nodes.out.config.token']);
    expect(JSON.stringify(compiled(text))).not.toContain('hunter22secret');
  });

  it('takes references', () => {
    for (const reference of ['${env:TOKEN}', '${file:/run/token}', '${secret:dw}']) {
      expect(codes(http(`{ url: "http://h/", token: "${reference}" }`)), reference).toEqual([]);
    }
  });

  it('refuses a secret that only contains a reference', () => {
    expect(codes(http('{ url: "http://h/", token: "abc${env:TOKEN}" }'))).toEqual([
      'secret_in_clear nodes.out.config.token',
    ]);
  });

  it('warns of what looks like one elsewhere', () => {
    const text = http(
      '{ url: "http://user:hunter22@h/", headers: { x-api-key: hunter23, x-token: "${env:T}", accept: json } }',
    );
    expect(compiled(text).diagnostics.map(({ code, severity, path }) => `${severity} ${code} ${path}`)).toEqual([
      'warning compile.secret_suspected nodes.out.config.url',
      'warning compile.secret_suspected nodes.out.config.headers.x-api-key',
    ]);
    expect(JSON.stringify(compiled(text).diagnostics)).not.toMatch(/hunter2/);
  });
});
