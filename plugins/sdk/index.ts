/**
 * The SDK: everything a plugin author needs and all a plugin may import of Gantry. Contracts of the components (contract/),
 * configuration schemas (config/), CEL expressions (expression/), exact JSON (json/). The acceptance suite is `@gantry/sdk/testing`.
 * Not the runtime: nothing here moves data.
 */
export type { Value, Row, Json, JsonObject } from './contract/values.ts';
export type { Field, FieldType, RecordSchema } from './contract/schema.ts';
export type { GantryRecord, Op, RecordRoute, SourceFacts } from './contract/record.ts';
export { CancelledError, GantryError, fromErrorDto, toErrorDto, toGantryError } from './contract/errors.ts';
export type { ErrorDetails, ErrorDto } from './contract/errors.ts';
export { defineErrors } from './contract/errorTable.ts';
export type { ErrorEntry, ErrorTable } from './contract/errorTable.ts';
export type { Clock, ComponentContext, Log, TaskContext } from './contract/context.ts';
export type { Capabilities, CheckStep, Choice, Preview } from './contract/capabilities.ts';
export type { ComponentInfo } from './contract/component.ts';
export type {
  Position,
  SourceBatch,
  SourceDefinition,
  SourceFailure,
  SourceTask,
  TaskShare,
} from './contract/source.ts';
export type { CloseReason, SinkDefinition, SinkFailure, SinkTask } from './contract/sink.ts';
export type { Transform, TransformDefinition, TransformOutput } from './contract/transform.ts';
export type {
  Converter,
  ConverterDefinition,
  Decoded,
  DecodeFailure,
  Encoded,
  EncodeFailure,
} from './contract/converter.ts';
export type {
  Bus,
  BusDefinition,
  BusMessage,
  BusProducer,
  BusRead,
  BusReader,
  QueueInfo,
  ReadLimits,
  Retention,
  StartAt,
  StoredMessage,
  TopicInfo,
  TopicSpec,
} from './contract/bus.ts';
export { SDK_API, definePlugin } from './contract/plugin.ts';
export type { ConnectionDefinition, Plugin, PluginManifest } from './contract/plugin.ts';
export {
  Type,
  advanced,
  choicesField,
  expressionField,
  fieldAnnotation,
  isSecretSchema,
  meaning,
  multilineField,
  pathField,
  secretField,
} from './config/index.ts';
export type { FieldAnnotation, FieldMeaning, FieldWidget, Static, TObject, TSchema } from './config/index.ts';
export {
  EXPRESSION_ERRORS,
  EXPRESSION_VARIABLES,
  checkExpression,
  compileExpression,
  compileTemplate,
} from './expression/index.ts';
export type { Expression, ExpressionCheck, Template } from './expression/index.ts';
export { fromBase64, readJson, taggedBytes, toBase64, writeJson } from './json/index.ts';
export type { BytesForm } from './json/index.ts';
