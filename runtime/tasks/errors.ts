import { defineErrors } from '@gantry/sdk';

/** Codes of what can go wrong around a task, as opposed to inside a plugin, which has its own. */
export const TASK_ERRORS = defineErrors('task', {
  heap_exceeded: { summary: "A task's thread needed more memory than its heap limit allows.", retryable: true },
  thread_exited: { summary: "A task's thread ended without saying why.", retryable: true },
  thread_crashed: { summary: "An exception nobody caught ended a task's thread.", retryable: true },
  thread_hung: {
    summary: "A task's thread gave no sign of life for too long and was ended by force.",
    retryable: true,
  },
  component_missing: { summary: 'No installed plugin has the component a task needs.' },
  component_broken: { summary: "A plugin's module could not be loaded." },
  config_invalid: { summary: 'A configuration does not fit its schema once its references are resolved.' },
  reference_unknown: { summary: 'A reference names a variable or secret this member does not have.' },
  reference_unreadable: { summary: 'A reference names a file this member cannot read.' },
  connection_unknown: { summary: 'A component names a connection the deployment does not have.' },
  position_stepped_back: { summary: 'A source or reader gave a position before one already stored.' },
  progress_unsuitable: { summary: 'The stored progress is of another kind of task.' },
  route_unknown: { summary: 'A record was routed to a topic the pipeline does not write to.' },
  messages_expired: { summary: 'Retention deleted messages before the task had read them.' },
  topic_missing: { summary: 'A topic a task reads or writes is not on the bus.' },
  plan_invalid: { summary: 'A plan holds a step its task cannot take.' },
  host_closed: { summary: 'A task was started on a host that is closing.' },
});
