import { GantryError, defineErrors } from '@gantry/sdk';
import type { Diagnostic } from '../compile/plan.ts';

/** The cluster's error codes. */
export const CLUSTER_ERRORS = defineErrors('cluster', {
  store_unavailable: {
    summary: "The member's store could not be opened: no permission, a corrupt folder, a full disk.",
  },
  store_failed: { summary: 'The store refused to read or write.', retryable: true, status: 503 },
  store_full: { summary: 'No space is left for the store.', retryable: true, status: 507 },
  store_too_new: { summary: 'The store was written by a newer version of Gantry.' },
  key_too_long: { summary: 'A name is too long for the store.', status: 400, exit: 2 },
  lease_ended: {
    summary: 'The member was not heard of for longer than its lease, so others may have taken its tasks over.',
    status: 503,
  },
  stale_owner: { summary: 'A task tried to store progress after another member had taken it over (P4).', status: 409 },
  position_backwards: {
    summary: 'A task tried to store a position that lies before the stored one (P3).',
    status: 409,
  },
  document_invalid: { summary: 'The document does not compile, so nothing was deployed.', status: 422, exit: 3 },
  deployment_unknown: { summary: 'There is no deployment of that name.', status: 404 },
  revision_stale: { summary: 'Somebody else deployed in between.', status: 409 },
  conflict: {
    summary: 'Others changed the deployment again and again at the same time.',
    status: 409,
    retryable: true,
  },
  pipeline_owned: { summary: 'The pipeline is run by another live member on the same data folder.', status: 409 },
  not_stopped: { summary: 'Positions are changed only while the pipeline is stopped or paused.', status: 409 },
  position_invalid: {
    summary: 'A position to be set names an unknown node or key, or has a wrong form.',
    status: 400,
    exit: 2,
  },
  task_unknown: { summary: 'The deployment has no such task.', status: 404 },
  node_unknown: { summary: 'The deployment has no such node.', status: 404 },
  edge_unknown: { summary: 'The deployment has no such edge.', status: 404 },
  task_elsewhere: { summary: 'The task runs on another member, which alone has its samples.', status: 409 },
  component_unknown: { summary: 'No plugin of this member contributes that component.', status: 404 },
  capability_missing: {
    summary: 'The component cannot do what was asked of it (check, choices, preview).',
    status: 404,
  },
  call_timed_out: {
    summary: 'A plugin did not answer a check, choices, preview or split in time.',
    status: 504,
    retryable: true,
  },
  call_crashed: { summary: 'A plugin ended its thread while it was called.', status: 502 },
  shares_invalid: { summary: 'A source split its work into shares with double or empty keys.' },
  secret_name_invalid: { summary: "A secret's name holds characters that references cannot.", status: 400, exit: 2 },
  secrets_unreadable: { summary: 'The secrets cannot be decrypted: wrong key, or the file was changed.' },
  secret_key_invalid: { summary: 'The key for the secrets is not 32 bytes in base64 or hex.', exit: 2 },
  closed: { summary: 'The member is closing or closed.', status: 503 },
});

/** A document that does not compile. Carries what compile had to say. */
export class DocumentInvalidError extends GantryError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
    const first = errors[0];
    super({
      code: 'cluster.document_invalid',
      message: `the document has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}: ${first?.message ?? 'it makes no pipeline'}`,
      hint: first?.hint ?? 'See the diagnostics for all of them.',
      path: first?.path === '' ? undefined : first?.path,
    });
    this.name = 'DocumentInvalidError';
    this.diagnostics = diagnostics;
  }
}
