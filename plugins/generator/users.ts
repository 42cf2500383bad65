import type { RecordSchema, Row } from '@gantry/sdk';
import type { Happening, Kind } from './kind.ts';
import { Lifecycle } from './lifecycle.ts';
import { makePerson } from './people.ts';
import { Random } from './random.ts';
import { sqlDateTime } from './times.ts';

const PLANS: readonly [string, ...string[]] = ['free', 'team', 'business'];

const SCHEMA: RecordSchema = {
  name: 'users',
  key: ['id'],
  version: 1,
  fields: [
    { name: 'id', type: 'uuid', nullable: false },
    { name: 'name', type: 'string', nullable: false },
    { name: 'email', type: 'string', nullable: false },
    { name: 'city', type: 'string', nullable: false },
    { name: 'country', type: 'string', nullable: false, sourceType: 'char(2)', params: { length: 2 } },
    { name: 'birth_date', type: 'date' },
    { name: 'plan', type: 'enum', nullable: false, params: { values: PLANS } },
    { name: 'active', type: 'boolean', nullable: false },
    { name: 'signed_up_at', type: 'timestamp', nullable: false, params: { precision: 3 } },
  ],
};

/** Users who sign up and, some time later, change their plan. */
export class UsersKind implements Kind {
  readonly schema = SCHEMA;
  readonly #life = new Lifecycle(2, 40);
  readonly #seed: number;
  readonly #random: Random;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = new Random(seed);
  }

  at(index: number, timeOf: (index: number) => number): Happening {
    const { thing, step } = this.#life.eventAt(index);
    const signedUpMs = timeOf(this.#life.indexOf({ thing, step: 0 }));
    const user = makeUser(this.#random.at(this.#seed, thing), thing, signedUpMs);
    const key = { id: user['id'] as string };
    if (step === 0) return { op: 'create', key, before: null, after: user };
    const after = { ...user, plan: this.#random.pick(PLANS), active: this.#random.chance(0.9) };
    return { op: 'update', key, before: user, after };
  }
}

function makeUser(random: Random, thing: number, signedUpMs: number): Row {
  const person = makePerson(random, thing + 1);
  const birthMs = Date.UTC(random.integer(1940, 2007), random.integer(0, 11), random.integer(1, 28));
  return {
    id: makeUuid(random),
    name: person.name,
    email: person.email,
    city: person.city,
    country: person.country,
    birth_date: random.chance(0.8) ? new Date(birthMs).toISOString().slice(0, 10) : null,
    plan: random.pick(PLANS),
    active: true,
    signed_up_at: sqlDateTime(signedUpMs),
  };
}

function makeUuid(random: Random): string {
  const hex = (length: number): string =>
    random
      .integer(0, 16 ** length - 1)
      .toString(16)
      .padStart(length, '0');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(6)}${hex(6)}`;
}
