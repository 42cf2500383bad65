/**
 * From a pipeline document to what runs: the plan, its content hash, and everything there is to say about it. Pure, so that the
 * editor runs it while a person types and the server at a deploy. Knows plugins as data alone; runs nothing.
 */
export type {
  Catalog,
  Compiled,
  ComponentDescriptor,
  ComponentPlan,
  ComponentRole,
  ConnectorPlan,
  Diagnostic,
  ErrorPlan,
  InputPlan,
  ProduceStep,
  RelayPlan,
  RuntimeSpec,
  Severity,
  SinkPlan,
  SourcePlan,
  Step,
  TopicPlan,
  TransformStep,
  WriteStep,
} from './plan.ts';
export { COMPILE_ERRORS } from './errors.ts';
export { compile, createCompiler } from './compile.ts';
export type { Compiler, CompilerOptions } from './compile.ts';
export { connectionRefusal } from './connectionRefusal.ts';
export { diffSpecs } from './diffSpecs.ts';
export type { ConnectorEffect, SpecChange, SpecDiff } from './diffSpecs.ts';
export { stepsOf } from './planning/planTopics.ts';
export { ERROR_DEFAULTS, parseAge, parseSize } from './planning/settings.ts';
