import { defineErrors } from '@gantry/sdk';

/** Codes of what compile has to say about a pipeline's meaning. */
export const COMPILE_ERRORS = defineErrors('compile', {
  pipeline_empty: { summary: 'The pipeline has no nodes.', status: 422, exit: 3 },
  edge_malformed: { summary: 'An edge is not written as "from -> to".', status: 422, exit: 3 },
  edge_dangling: { summary: 'An edge names a node that is not there.', status: 422, exit: 3 },
  edge_duplicate: { summary: 'The same edge stands twice.', status: 422, exit: 3 },
  edge_self: { summary: 'An edge leads from a node to itself.', status: 422, exit: 3 },
  edge_into_source: { summary: 'An edge leads into a source.', status: 422, exit: 3 },
  edge_out_of_sink: { summary: 'An edge leads out of a sink.', status: 422, exit: 3 },
  cycle: { summary: 'Edges lead round in a circle.', status: 422, exit: 3 },
  node_unconnected: { summary: 'A node has no edges.', status: 422, exit: 3 },
  no_way_out: { summary: 'Records that reach a node get no further.', status: 422, exit: 3 },
  no_way_in: { summary: 'Nothing ever reaches a node.', status: 422, exit: 3 },
  too_many_paths: { summary: 'Branches of the graph multiply beyond what can be run.', status: 422, exit: 3 },
  converter_chain: { summary: 'Two converters stand between one node and the next topic.', status: 422, exit: 3 },
  converter_misplaced: {
    summary: 'A converter does not stand next to a topic, or between a source and a sink.',
    status: 422,
    exit: 3,
  },
  converter_conflict: { summary: 'A topic is told two different converters.', status: 422, exit: 3 },
  component_unknown: { summary: 'No plugin has a component of that name.', status: 422, exit: 3 },
  schema_broken: { summary: 'A plugin describes its options with a schema that cannot be used.', status: 422, exit: 3 },
  option_unknown: { summary: 'An option is none the component has.', status: 422, exit: 3 },
  option_missing: { summary: 'An option the component needs is not set.', status: 422, exit: 3 },
  option_invalid: {
    summary: 'The value of an option is of the wrong type, or out of its range.',
    status: 422,
    exit: 3,
  },
  expression_invalid: { summary: 'A CEL expression cannot be understood.', status: 422, exit: 3 },
  connection_missing: { summary: 'A node names no connection though it needs one.', status: 422, exit: 3 },
  connection_unknown: { summary: 'A node names a connection that is not there.', status: 422, exit: 3 },
  connection_type: { summary: 'A node names a connection of another type than it takes.', status: 422, exit: 3 },
  connection_unwanted: { summary: 'A node names a connection though its component takes none.', status: 422, exit: 3 },
  connection_unused: { summary: 'A connection is used by nobody.', status: 422, exit: 3 },
  bus_unknown: {
    summary: 'The bus is neither "embedded" nor the name of a connection that has one.',
    status: 422,
    exit: 3,
  },
  secret_in_clear: { summary: 'A secret stands in the document itself.', status: 422, exit: 3 },
  secret_suspected: { summary: 'A value looks like a secret.', status: 422, exit: 3 },
  reference_malformed: {
    summary: 'A reference to a value kept elsewhere is not written as it should be.',
    status: 422,
    exit: 3,
  },
  secret_unknown: { summary: 'A reference names a secret that is not there.', status: 422, exit: 3 },
  topic_name_invalid: { summary: 'A topic has a name the bus does not take.', status: 422, exit: 3 },
  topic_duplicate: { summary: 'Two nodes stand for the same topic.', status: 422, exit: 3 },
  topic_is_dead_letter: { summary: 'Dead letters go to a topic the pipeline uses for records.', status: 422, exit: 3 },
  retention_invalid: {
    summary: 'How long a topic keeps records is not written as a number with a unit.',
    status: 422,
    exit: 3,
  },
  number_invalid: {
    summary: 'A number of tasks, queues, retries or the like is not one that makes sense.',
    status: 422,
    exit: 3,
  },
  tasks_idle: { summary: 'A sink has more tasks than its topics have queues.', status: 422, exit: 3 },
  sink_not_parallel: { summary: 'Several tasks are asked of a sink that can only have one.', status: 422, exit: 3 },
  target_shared: {
    summary: 'Two sinks write to the same file or other thing that takes one writer.',
    status: 422,
    exit: 3,
  },
  delivery_at_least_once: { summary: 'Exactly-once is asked of a sink that cannot promise it.', status: 422, exit: 3 },
});

/** The names of the codes in {@link COMPILE_ERRORS}. */
export type CompileErrorName = keyof typeof COMPILE_ERRORS.entries;
