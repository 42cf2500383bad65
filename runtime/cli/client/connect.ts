import { join } from 'node:path';
import type { Command } from 'commander';
import type { CliIo } from '../io.ts';
import { readSettings } from '../settings/settings.ts';
import type { Settings } from '../settings/settings.ts';
import { createMemberClient } from './memberClient.ts';
import type { MemberClient } from './memberClient.ts';
import { findMember } from './runningMembers.ts';
import { readTokenFile } from './readTokenFile.ts';

interface Options {
  readonly [name: string]: unknown;
}

/** The options of every command that speaks to a member. */
export function addMemberOptions(command: Command): Command {
  return command
    .option('--to <url>', 'the member to speak to (default: http://127.0.0.1:7070)')
    .option('--token <token>', 'its token (default: GANTRY_TOKEN, or read from a member of this user on this machine)')
    .option('--data <dir>', 'data folder to read the token from');
}

/** A client for the member the options and settings name. */
export async function connect(given: object, io: CliIo): Promise<MemberClient> {
  const options: Options = { ...given };
  const settings = await readSettings(options, io);
  const url = settings.text('to') ?? '';
  const client = createMemberClient(url, undefined);
  return createMemberClient(client.url, await findToken(client.url, options, settings, io));
}

/** What is given counts; else the token of a member on this machine, where this user can read it. Never sent elsewhere. */
async function findToken(url: string, options: Options, settings: Settings, io: CliIo): Promise<string | undefined> {
  const given = options['token'] ?? (io.env['GANTRY_TOKEN'] || undefined);
  if (typeof given === 'string') return given;
  const explicit =
    settings.text('tokenFile') ??
    (typeof options['data'] === 'string' ? join(settings.text('data') ?? '', 'token') : undefined);
  if (explicit !== undefined) return readTokenFile(explicit);
  const { hostname } = new URL(url);
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return undefined;
  const running = await findMember(url, io.env);
  return readTokenFile(running?.tokenFile ?? join(settings.text('data') ?? '', 'token'));
}
