import type { Command } from 'commander';
import type { CliIo } from './io.ts';

/** A command's file: adds its arguments, options and action. */
export interface CommandModule {
  define(command: Command, io: CliIo): void;
}

/** A command, known by name before its file is loaded. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<CommandModule>;
}

/** All commands, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'studio',
    summary: 'open the designer with a member on this machine',
    load: () => import('./commands/studio.ts'),
  },
  { name: 'member', summary: 'run a headless member', load: () => import('./commands/member.ts') },
  {
    name: 'run',
    summary: 'compile and run a pipeline here, in the foreground',
    load: () => import('./commands/run.ts'),
  },
  { name: 'validate', summary: 'say what is wrong with documents', load: () => import('./commands/validate.ts') },
  { name: 'compile', summary: 'print the runtime spec of a document', load: () => import('./commands/compile.ts') },
  { name: 'diff', summary: 'compare a document with what is deployed', load: () => import('./commands/diff.ts') },
  { name: 'deploy', summary: 'deploy a document', load: () => import('./commands/deploy.ts') },
  { name: 'list', summary: 'list deployments', load: () => import('./commands/list.ts') },
  { name: 'status', summary: 'show a deployment with its tasks', load: () => import('./commands/status.ts') },
  { name: 'pause', summary: 'pause a deployment where it is', load: () => import('./commands/pause.ts') },
  {
    name: 'resume',
    summary: 'let a paused or stopped deployment run again',
    load: () => import('./commands/resume.ts'),
  },
  { name: 'stop', summary: 'stop a deployment, keeping its positions', load: () => import('./commands/stop.ts') },
  {
    name: 'restart',
    summary: 'restart all tasks, the failed ones, or one',
    load: () => import('./commands/restart.ts'),
  },
  { name: 'delete', summary: 'remove a deployment', load: () => import('./commands/delete.ts') },
  { name: 'positions', summary: 'look at and move positions', load: () => import('./commands/positions.ts') },
  { name: 'secret', summary: 'manage the secrets documents refer to', load: () => import('./commands/secret.ts') },
  {
    name: 'config',
    summary: 'print the settings in force and where they come from',
    load: () => import('./commands/config.ts'),
  },
];
