import { API_ERRORS } from '../errors.ts';

const SHAPE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** Device names on Windows, with any ending: a workspace may be shared between systems. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Whether a name can be a file's name on every system, without leaving its folder. */
export function isPipelineName(name: string): boolean {
  return SHAPE.test(name) && !RESERVED.test(name) && !name.endsWith('.') && !name.includes('..');
}

/** Throws `api.name_invalid` for any other name. */
export function checkPipelineName(name: string): string {
  if (isPipelineName(name)) return name;
  throw API_ERRORS.error('name_invalid', {
    message: `${JSON.stringify(name.slice(0, 120))} is not a usable pipeline name`,
    hint: 'Use letters, digits, `-`, `_` and `.`, beginning with a letter or digit, at most 100 characters.',
  });
}
