/**
 * The pipeline document: its types, reading it from YAML with everything that is wrong with its syntax and shape, and editing
 * its text so that comments, order and spelling stay. Pure. What a document means (plugins, graph, plan) is compile's business.
 */
export type {
  Connection,
  ConverterNode,
  ErrorPolicy,
  ErrorSettings,
  NodeKind,
  Pipeline,
  PipelineEdge,
  PipelineNode,
  SinkNode,
  SourceNode,
  TopicNode,
  TransformNode,
} from './types.ts';
export type { PipelineEdits, PipelineText } from './editing.ts';
export { SPEC_ERRORS } from './errors.ts';
export { edgeId, formatEdge, parseEdge } from './edges.ts';
export { NAME_RULE, isName, nameFrom } from './names.ts';
export { NODE_KINDS, nodeKind, nodeType } from './nodeKind.ts';
export { API_VERSION, TOP_KEYS } from './shape/readTop.ts';
export { diagnosticRange, parseText } from './parseText.ts';
export { newPipelineText } from './newPipelineText.ts';
export { pipelineEdits } from './edits/pipelineEdits.ts';
