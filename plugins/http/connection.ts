import { Type, secretField } from '@gantry/sdk';
import type { ConnectionDefinition, Static } from '@gantry/sdk';
import { checkEndpoint } from './checkEndpoint.ts';
import { requestHeaders } from './requestHeaders.ts';
import { parseUrl } from './urls.ts';

const config = Type.Object(
  {
    url: Type.String({
      title: 'Base URL',
      description: 'What the URLs of sinks are relative to.',
      examples: ['https://api.example.com/v1/'],
      minLength: 1,
    }),
    token: Type.Optional(secretField({ title: 'Bearer token', description: 'Sent as Authorization: Bearer.' })),
    user: Type.Optional(Type.String({ title: 'User', description: 'For basic authentication.' })),
    password: Type.Optional(secretField({ title: 'Password', description: 'For basic authentication.' })),
    headers: Type.Record(Type.String(), Type.String(), {
      title: 'Headers',
      description: 'Sent with every request.',
      default: {},
    }),
    secretHeaders: Type.Record(Type.String(), secretField(), {
      title: 'Secret headers',
      description: 'Sent with every request; their values are secrets, such as API keys.',
      default: {},
    }),
  },
  { additionalProperties: false },
);

/** An HTTP server's settings, resolved. */
export type HttpConnection = Static<typeof config>;

/** An HTTP server and how to get in. */
export const httpConnection: ConnectionDefinition<HttpConnection> = {
  type: 'http',
  title: 'HTTP server',
  description: 'An HTTP server: its base URL, and the token or headers it wants.',
  icon: 'World',
  keywords: ['rest', 'api', 'https', 'web'],
  config,
  async check(context, signal) {
    return checkEndpoint(parseUrl(context.config.url), requestHeaders(context.config), signal);
  },
};
