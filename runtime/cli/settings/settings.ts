import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { isObject, nameHint } from '../../foundation/index.ts';
import { CLI_ERRORS } from '../errors.ts';
import type { CliIo } from '../io.ts';

interface SettingEntry {
  readonly summary: string;
  readonly kind: 'text' | 'path' | 'number' | 'flag' | 'list';
  /** Shown by `gantry config`; commands may have their own. */
  readonly fallback?: string | number | boolean;
}

/** Every setting, by its name in gantry.yaml. The flag is `--log-level`, the variable `GANTRY_LOG_LEVEL` for `logLevel`. */
export const SETTINGS = {
  data: { summary: 'folder of the member: bus, positions, secrets, token', kind: 'path', fallback: '.gantry' },
  workspace: { summary: 'folder of pipeline documents (default: workspace in the data folder)', kind: 'path' },
  host: { summary: 'address to listen on', kind: 'text', fallback: '127.0.0.1' },
  port: {
    summary: 'port to listen on (default: 7070 for studio, 7071 for member; 0 takes a free one)',
    kind: 'number',
  },
  tokenFile: { summary: 'file with the token (default: token in the data folder)', kind: 'path' },
  tlsCert: { summary: 'PEM file with the certificate to serve HTTPS with', kind: 'path' },
  tlsKey: { summary: 'PEM file with its key', kind: 'path' },
  allowInsecure: { summary: 'listen beyond this machine without TLS', kind: 'flag', fallback: false },
  allowHost: { summary: 'host names the member is reached by, besides addresses and localhost', kind: 'list' },
  logLevel: { summary: 'debug, info, warn or error', kind: 'text', fallback: 'info' },
  to: { summary: 'the member commands speak to', kind: 'text', fallback: 'http://127.0.0.1:7070' },
} as const satisfies { readonly [name: string]: SettingEntry };

export type SettingName = keyof typeof SETTINGS;
export type SettingValue = string | number | boolean | readonly string[];

/** A setting in force, and where it comes from: `flag`, a variable's name, a file, `default`. */
export interface Setting {
  readonly name: SettingName;
  readonly value: SettingValue | undefined;
  readonly from: string;
}

/** The settings in force. */
export interface Settings {
  readonly all: readonly Setting[];
  text(name: SettingName): string | undefined;
  number(name: SettingName): number | undefined;
  flag(name: SettingName): boolean;
  list(name: SettingName): readonly string[];
}

/** Flags, then GANTRY_ variables, then gantry.yaml, then defaults. Throws `cli.config_invalid`. */
export async function readSettings(
  flags: { readonly [name: string]: unknown },
  io: Pick<CliIo, 'env' | 'cwd'>,
): Promise<Settings> {
  const file = await readConfigFile(flags['config'], io);
  const all = (Object.keys(SETTINGS) as SettingName[]).map((name) => settingOf(name, flags, file, io));
  const value = (name: SettingName): SettingValue | undefined => all.find((setting) => setting.name === name)?.value;
  return {
    all,
    text: (name) => (value(name) === undefined ? undefined : String(value(name))),
    number: (name) => value(name) as number | undefined,
    flag: (name) => value(name) === true,
    list: (name) => (value(name) as readonly string[] | undefined) ?? [],
  };
}

/** `GANTRY_LOG_LEVEL` for `logLevel`. */
export function variableOf(name: string): string {
  return `GANTRY_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

interface ConfigFile {
  readonly path: string;
  readonly values: { readonly [name: string]: unknown };
}

async function readConfigFile(given: unknown, io: Pick<CliIo, 'env' | 'cwd'>): Promise<ConfigFile> {
  const wanted = typeof given === 'string' ? given : io.env['GANTRY_CONFIG'];
  const path = resolve(io.cwd, wanted ?? 'gantry.yaml');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (caught) {
    if (wanted === undefined && (caught as NodeJS.ErrnoException).code === 'ENOENT') return { path, values: {} };
    throw CLI_ERRORS.error('config_invalid', {
      message: `the settings file ${path} cannot be read`,
      hint: 'Check --config or GANTRY_CONFIG.',
      cause: caught,
    });
  }
  const values = parseConfig(text, path);
  for (const key of Object.keys(values)) {
    if (!Object.hasOwn(SETTINGS, key))
      throw CLI_ERRORS.error('config_invalid', {
        message: `${path} has an unknown setting ${key}`,
        hint: nameHint(key, Object.keys(SETTINGS)),
      });
  }
  return { path, values };
}

function parseConfig(text: string, path: string): { readonly [name: string]: unknown } {
  let values: unknown;
  try {
    values = parse(text) ?? {};
  } catch (caught) {
    throw CLI_ERRORS.error('config_invalid', {
      message: `${path} is not YAML: ${(caught as Error).message.split('\n')[0]}`,
      hint: 'Mend the line.',
      cause: caught,
    });
  }
  if (isObject(values)) return values;
  throw CLI_ERRORS.error('config_invalid', {
    message: `${path} is not a map of settings`,
    hint: 'Write lines such as `port: 7070`.',
  });
}

function settingOf(
  name: SettingName,
  flags: { readonly [name: string]: unknown },
  file: ConfigFile,
  io: Pick<CliIo, 'env' | 'cwd'>,
): Setting {
  const entry: SettingEntry = SETTINGS[name];
  const variable = variableOf(name);
  const sources: readonly (readonly [from: string, raw: unknown])[] = [
    ['flag', flags[name]],
    [variable, io.env[variable] || undefined],
    [file.path, file.values[name]],
    ['default', entry.fallback],
  ];
  const [from, raw] = sources.find(([, value]) => value !== undefined) ?? ['default', undefined];
  return { name, value: raw === undefined ? undefined : readValue(name, entry.kind, raw, from, io.cwd), from };
}

function readValue(name: string, kind: SettingEntry['kind'], raw: unknown, from: string, cwd: string): SettingValue {
  const text = String(raw);
  if (kind === 'path') return resolve(cwd, text.startsWith('~/') ? join(homedir(), text.slice(2)) : text);
  if (kind === 'list') return Array.isArray(raw) ? raw.map(String) : text.split(',').map((item) => item.trim());
  if (kind === 'flag' && ['true', 'false', '1', '0'].includes(text)) return text === 'true' || text === '1';
  if (kind === 'number' && /^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  if (kind === 'text' && typeof raw !== 'object') return text;
  throw CLI_ERRORS.error('config_invalid', {
    message: `${name} cannot be ${JSON.stringify(raw)} (${from})`,
    hint: kind === 'number' ? 'Give a port from 0 to 65535.' : 'Give true or false.',
  });
}
