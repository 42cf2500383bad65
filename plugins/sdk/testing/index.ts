/**
 * The acceptance suite: what every plugin must keep, ours and everybody's, as cases that any test framework can run, and
 * the helpers that plugins' own tests want. Not for use outside tests.
 */
export { acceptance } from './acceptance.ts';
export { loadPlugin } from './loadPlugin.ts';
export type {
  AcceptanceCase,
  AcceptanceOptions,
  ConverterDriver,
  Prepared,
  PreparedMalformed,
  PreparedSink,
  PreparedSource,
  SinkDriver,
  SourceDriver,
  TransformDriver,
} from './types.ts';
export { ACCEPTANCE_ERRORS } from './errors.ts';
export { canonical } from './support/canonical.ts';
export { check, checkError, checkJson, checkSame, checkSameList } from './support/check.ts';
export { deepFreeze } from './support/deepFreeze.ts';
export { FakeClock, realClock } from './support/fakeClock.ts';
export { hardRecords, rowRecords } from './support/hardRecords.ts';
export { watchResources } from './support/openResources.ts';
export type { ResourceWatch } from './support/openResources.ts';
export { tempDir } from './support/tempDir.ts';
export type { TempDir } from './support/tempDir.ts';
export { testContext, withDefaults } from './support/testContext.ts';
export type { LogLine, TestContext, TestContextOptions } from './support/testContext.ts';
