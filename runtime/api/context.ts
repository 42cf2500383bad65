import type { FastifyBaseLogger, FastifyInstance, FastifyTypeProvider, RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Static, TSchema } from '@sinclair/typebox';
import type { Log } from '@gantry/sdk';
import type { Member } from '../cluster/types.ts';
import type { CompileDto } from './contract.ts';
import type { Template } from './templates/templates.ts';
import type { Workspace } from './workspace/index.ts';

/** What the routes work with. */
export interface ApiContext {
  readonly member: Member;
  readonly workspace: Workspace;
  readonly templates: readonly Template[];
  compile(text: string): Promise<CompileDto>;
  readonly log: Log;
}

/** Gives handlers the static types of their schemas. */
interface TypeBoxTypes extends FastifyTypeProvider {
  readonly validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
  readonly serializer: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
}

/** The server as routes see it: schemas are TypeBox. */
export type ApiInstance = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypes
>;
