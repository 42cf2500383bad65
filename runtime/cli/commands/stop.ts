import type { Command } from 'commander';
import type { CliIo } from '../io.ts';
import { defineLifecycle } from './lifecycle.ts';

export function define(command: Command, io: CliIo): void {
  defineLifecycle(command, io, 'stop');
}
