import { defineErrors } from '@gantry/sdk';

/** What can go wrong with HTTP. Messages name method, host and path; never a header's value, a token or a query. */
export const HTTP_ERRORS = defineErrors('http', {
  bad_url: { summary: 'A URL is not valid, or has no host because the connection is missing.', status: 422, exit: 3 },
  foreign_origin: {
    summary: 'The URL of a sink points to another host than its connection, which would give away its token.',
    status: 422,
    exit: 3,
  },
  bad_header: { summary: 'A header or token holds characters HTTP does not allow.', status: 422, exit: 3 },
  missing_secret: { summary: 'The webhook receiver is set to check a secret, but has none.', status: 422, exit: 3 },
  port_in_use: { summary: 'Another program listens on the webhook receiver’s port.' },
  cannot_listen: { summary: 'The webhook receiver cannot listen on its address.' },
  bad_position: { summary: 'A position set by hand does not say how many requests came before.', status: 422 },
  unreachable: { summary: 'The server could not be reached, or broke the connection off.', retryable: true },
  timeout: { summary: 'The server did not answer in time.', retryable: true },
  unavailable: { summary: 'The server answered that it is overloaded or broken (429, 5xx).', retryable: true },
  unauthorized: { summary: 'The server refused the credentials (401, 403, 407).', retryable: true },
  no_endpoint: { summary: 'There is nothing at the URL (404, 405, 410).', retryable: true },
  redirected: { summary: 'The server redirected to another host, or in a way that would lose the body.' },
  rejected: { summary: 'The server refused the records (4xx).' },
  no_row: { summary: 'A delete or truncate has no row to send.' },
  method_not_allowed: { summary: 'A webhook request used another method than POST or PUT.', status: 405 },
  not_found: { summary: 'A webhook request went to another path.', status: 404 },
  not_authenticated: { summary: 'A webhook request had no or a wrong secret or signature.', status: 401 },
  body_too_large: { summary: 'A webhook request’s body was larger than the limit.', status: 413 },
  unsupported_media: { summary: 'A webhook request’s body has a type or encoding that is not read.', status: 415 },
  body_malformed: { summary: 'A webhook request’s body is not what its content type says.', status: 400 },
  busy: { summary: 'The webhook receiver has as much waiting as it may.', status: 503, retryable: true },
});
