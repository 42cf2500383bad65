import { Type } from '@sinclair/typebox';
import type { CheckStep, Choice, ErrorDto } from '@gantry/sdk';
import type { Diagnostic } from '../../compile/plan.ts';
import type { CheckResultDto, ChoicesDto, PreviewDto, ProblemDto, SampleRecordDto, SamplesDto } from '../contract.ts';
import { jsonObject, jsonValue, listOf, oneOf, ref, schemaOf } from './define.ts';

const errorSchema = schemaOf<ErrorDto>()(
  'ErrorDto',
  Type.Object({
    code: Type.String({ description: 'Dotted and stable: `files.line_malformed`.' }),
    message: Type.String(),
    hint: Type.Optional(Type.String()),
    path: Type.Optional(Type.String({ description: 'Where in the document.' })),
    retryable: Type.Optional(Type.Boolean()),
    retryAfterMs: Type.Optional(Type.Number()),
    cause: Type.Optional(ref<ErrorDto>('ErrorDto')),
  }),
);

const diagnosticSchema = schemaOf<Diagnostic>()(
  'Diagnostic',
  Type.Object({
    code: Type.String(),
    severity: oneOf(['error', 'warning', 'info']),
    message: Type.String(),
    hint: Type.Optional(Type.String()),
    path: Type.String(),
    node: Type.Optional(Type.String()),
    range: Type.Optional(
      Type.Object({
        line: Type.Integer(),
        column: Type.Integer(),
        from: Type.Integer(),
        to: Type.Integer(),
      }),
    ),
  }),
);

const problemSchema = schemaOf<ProblemDto>()(
  'ProblemDto',
  Type.Object(
    {
      type: Type.String(),
      title: Type.String(),
      status: Type.Integer(),
      detail: Type.String(),
      code: Type.String(),
      hint: Type.Optional(Type.String()),
      path: Type.Optional(Type.String()),
      diagnostics: Type.Optional(listOf<Diagnostic>('Diagnostic')),
    },
    { description: 'RFC 9457 problem document.' },
  ),
);

const sampleRecordSchema = schemaOf<SampleRecordDto>()(
  'SampleRecordDto',
  Type.Object({
    atMs: Type.Number(),
    op: Type.String(),
    key: jsonValue,
    before: jsonValue,
    after: jsonValue,
    source: jsonObject,
    timestampMs: Type.Number(),
    headers: Type.Optional(jsonObject),
    cut: Type.Optional(Type.Boolean()),
  }),
);

const samplesSchema = schemaOf<SamplesDto>()(
  'SamplesDto',
  Type.Object({
    records: listOf<SampleRecordDto>('SampleRecordDto'),
    seen: Type.Number(),
  }),
);

const checkStepSchema = schemaOf<CheckStep>()(
  'CheckStep',
  Type.Object({
    name: Type.String(),
    status: oneOf(['passed', 'failed', 'warning', 'skipped']),
    detail: Type.Optional(Type.String()),
    fix: Type.Optional(Type.String()),
  }),
);

const choiceSchema = schemaOf<Choice>()(
  'Choice',
  Type.Object({
    value: Type.String(),
    label: Type.Optional(Type.String()),
    detail: Type.Optional(Type.String()),
  }),
);

const checkResultSchema = schemaOf<CheckResultDto>()(
  'CheckResultDto',
  Type.Object({ steps: listOf<CheckStep>('CheckStep') }),
);
const choicesSchema = schemaOf<ChoicesDto>()('ChoicesDto', Type.Object({ choices: listOf<Choice>('Choice') }));
const previewSchema = schemaOf<PreviewDto>()(
  'PreviewDto',
  Type.Object({
    records: listOf<SampleRecordDto>('SampleRecordDto'),
    failures: listOf<ErrorDto>('ErrorDto'),
  }),
);

export const COMMON_SCHEMAS = [
  errorSchema,
  diagnosticSchema,
  problemSchema,
  sampleRecordSchema,
  samplesSchema,
  checkStepSchema,
  choiceSchema,
  checkResultSchema,
  choicesSchema,
  previewSchema,
];
