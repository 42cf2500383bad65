import type { FastifyInstance } from 'fastify';
import { API_ERRORS } from './errors.ts';

/** Listens, and gives the port. Throws `api.port_in_use` or `api.listen_failed`. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (caught) {
    await app.close();
    throw listenError(caught, host, port);
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function listenError(caught: unknown, host: string, port: number): Error {
  const { code } = caught as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return API_ERRORS.error('port_in_use', {
      message: `port ${port} of ${host} is in use`,
      hint: 'Another member may be running there; give another port with --port, or --port 0 for a free one.',
      cause: caught,
    });
  }
  if (code === undefined) return caught as Error;
  return API_ERRORS.error('listen_failed', {
    message: `cannot listen on ${host}:${port} (${code})`,
    hint:
      code === 'EACCES'
        ? 'Ports below 1024 need special rights; give a higher one with --port.'
        : 'Give an address of this machine with --host.',
    cause: caught,
  });
}
