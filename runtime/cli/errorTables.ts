import type { ErrorTable } from '@gantry/sdk';
import { API_ERRORS } from '../api/index.ts';
import { BUS_ERRORS } from '../bus/index.ts';
import { CLUSTER_ERRORS } from '../cluster/index.ts';
import { COMPILE_ERRORS } from '../compile/index.ts';
import { PLUGINS_ERRORS } from '../plugins/index.ts';
import { SPEC_ERRORS } from '../spec/index.ts';
import { TASK_ERRORS } from '../tasks/index.ts';
import { CLI_ERRORS } from './errors.ts';

/** The codes of every part: where statuses and exit codes are looked up. */
export const ERROR_TABLES: readonly ErrorTable[] = [
  SPEC_ERRORS,
  COMPILE_ERRORS,
  BUS_ERRORS,
  TASK_ERRORS,
  PLUGINS_ERRORS,
  CLUSTER_ERRORS,
  API_ERRORS,
  CLI_ERRORS,
];
