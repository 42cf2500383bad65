import { defineErrors } from '@gantry/sdk';

/** What the HTTP surface and the workspace refuse by themselves; everything else passes through from the member. */
export const API_ERRORS = defineErrors('api', {
  unauthenticated: { summary: 'The request carries no valid token and no valid session.', status: 401 },
  too_many_failures: {
    summary: 'Too many wrong tokens came from one address within a minute.',
    status: 429,
    retryable: true,
  },
  host_refused: { summary: 'The Host header names a host this member does not serve (DNS rebinding).', status: 421 },
  origin_refused: {
    summary: 'A browser page of another origin asked for a change (cross-site request forgery).',
    status: 403,
  },
  route_unknown: { summary: 'There is nothing at this path.', status: 404 },
  method_not_allowed: { summary: 'The path exists, but not with this method.', status: 405 },
  body_malformed: { summary: 'The body is not JSON.', status: 400 },
  body_invalid: { summary: 'The body or a parameter does not have the shape the route asks for.', status: 422 },
  body_too_large: { summary: 'The body is larger than the server accepts.', status: 413 },
  media_type_unsupported: { summary: 'The body is of another type than application/json.', status: 415 },
  name_invalid: { summary: 'A pipeline name cannot be used as a file name.', status: 422, exit: 2 },
  name_mismatch: { summary: 'The name in the path and the name in the document differ.', status: 422, exit: 3 },
  pipeline_unknown: { summary: 'The workspace has no pipeline of this name.', status: 404 },
  pipeline_stale: { summary: 'The pipeline was changed by somebody else since it was read.', status: 409 },
  workspace_unusable: { summary: 'The workspace folder cannot be read or written.', status: 500 },
  template_invalid: { summary: 'A template lacks its header or a field of it.', status: 500 },
  designer_missing: { summary: 'The designer has not been built.', status: 503 },
  not_ready: { summary: 'The member does not answer yet.', status: 503, retryable: true },
  token_unusable: {
    summary: 'The token file cannot be read or written, or holds no usable token.',
    status: 500,
    exit: 1,
  },
  port_in_use: { summary: 'Another program listens on the port.', exit: 1 },
  listen_failed: { summary: 'The server cannot listen on the address.', exit: 1 },
  exposure_refused: { summary: 'The server was asked to listen beyond this machine without TLS.', exit: 2 },
});
