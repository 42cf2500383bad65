import type { RecordSchema, Row } from '@gantry/sdk';
import type { Happening, Kind } from './kind.ts';
import { Lifecycle } from './lifecycle.ts';
import { makePerson } from './people.ts';
import { Random } from './random.ts';
import { decimalText, sqlDateTime } from './times.ts';

/** Orders of which the first state is kept: those whose life is not over, and some. */
const REMEMBERED_ORDERS = 512;
const CANCELLED_SHARE = 0.08;
const ARCHIVED_SHARE = 0.25;

type Product = readonly [sku: string, title: string, cents: number];

const PRODUCTS: readonly [Product, ...Product[]] = [
  ['LMP-0107', 'Desk lamp “Søbo”', 4_990],
  ['CHR-2210', 'Oak chair', 12_900],
  ['MUG-0042', 'Mug, 0.3 l', 895],
  ['TEA-8801', '龙井茶 100 g', 2_450],
  ['BKE-5000', 'City bike', 64_900],
  ['HDP-0311', 'Headphones', 8_999],
  ['BOK-1984', 'Notebook A5', 349],
  ['KBD-0087', 'Mechanical keyboard', 13_950],
];

const SCHEMA: RecordSchema = {
  name: 'orders',
  key: ['id'],
  version: 1,
  fields: [
    { name: 'id', type: 'int64', nullable: false, sourceType: 'bigint' },
    { name: 'customer_id', type: 'int64', nullable: false, sourceType: 'bigint' },
    { name: 'customer', type: 'string', nullable: false, sourceType: 'varchar(80)', params: { length: 80 } },
    { name: 'city', type: 'string', nullable: false, sourceType: 'varchar(60)', params: { length: 60 } },
    { name: 'country', type: 'string', nullable: false, sourceType: 'char(2)', params: { length: 2 } },
    { name: 'sku', type: 'string', nullable: false, sourceType: 'varchar(16)', params: { length: 16 } },
    { name: 'product', type: 'string', nullable: false, sourceType: 'varchar(80)', params: { length: 80 } },
    { name: 'quantity', type: 'int32', nullable: false, sourceType: 'int' },
    {
      name: 'amount',
      type: 'decimal',
      nullable: false,
      sourceType: 'decimal(12,2)',
      params: { precision: 12, scale: 2 },
    },
    { name: 'currency', type: 'string', nullable: false, sourceType: 'char(3)', params: { length: 3 } },
    {
      name: 'status',
      type: 'enum',
      nullable: false,
      params: { values: ['pending', 'paid', 'shipped', 'delivered', 'closed', 'cancelled', 'refunded'] },
    },
    { name: 'note', type: 'string', sourceType: 'text' },
    { name: 'created_at', type: 'datetime', nullable: false, sourceType: 'datetime(3)', params: { precision: 3 } },
    { name: 'updated_at', type: 'datetime', nullable: false, sourceType: 'datetime(3)', params: { precision: 3 } },
  ],
};

/** An order as it was placed, and how its life will go. */
interface Order {
  readonly placed: Row;
  /** The states after it was placed; null where it is deleted. */
  readonly states: readonly (string | null)[];
}

/** Orders that are placed, paid, shipped, delivered and closed; some are cancelled, some deleted. */
export class OrdersKind implements Kind {
  readonly schema = SCHEMA;
  readonly #life = new Lifecycle(5, 16);
  readonly #seed: number;
  readonly #random: Random;
  readonly #orders = new Map<number, Order>();

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = new Random(seed);
  }

  at(index: number, timeOf: (index: number) => number): Happening {
    const { thing, step } = this.#life.eventAt(index);
    const order = this.#orderOf(thing, timeOf);
    const key = { id: order.placed['id'] as number };
    const after = this.#stateAfter(order, thing, step, timeOf);
    if (step === 0) return { op: 'create', key, before: null, after };
    const before = this.#stateAfter(order, thing, step - 1, timeOf);
    return { op: after === null ? 'delete' : 'update', key, before, after };
  }

  #stateAfter(order: Order, thing: number, step: number, timeOf: (index: number) => number): Row | null {
    if (step === 0) return order.placed;
    const status = order.states[step - 1] ?? null;
    if (status === null) return null;
    return { ...order.placed, status, updated_at: sqlDateTime(timeOf(this.#life.indexOf({ thing, step }))) };
  }

  #orderOf(thing: number, timeOf: (index: number) => number): Order {
    const known = this.#orders.get(thing);
    if (known !== undefined) return known;
    const made = makeOrder(this.#random.at(this.#seed, thing), thing, timeOf(this.#life.indexOf({ thing, step: 0 })));
    this.#orders.set(thing, made);
    if (this.#orders.size > REMEMBERED_ORDERS) {
      const [oldest] = this.#orders.keys();
      if (oldest !== undefined) this.#orders.delete(oldest);
    }
    return made;
  }
}

function makeOrder(random: Random, thing: number, placedMs: number): Order {
  const customerId = random.integer(1, 5_000);
  const [sku, product, cents] = random.pick(PRODUCTS);
  const quantity = random.chance(0.7) ? 1 : random.integer(2, 6);
  const person = makePerson(random, customerId);
  const placedAt = sqlDateTime(placedMs);
  const placed: Row = {
    id: 10_001 + thing,
    customer_id: customerId,
    customer: person.name,
    city: person.city,
    country: person.country,
    sku,
    product,
    quantity,
    amount: decimalText(cents * quantity),
    currency: 'EUR',
    status: 'pending',
    note: random.chance(0.1) ? 'Please ring twice 🔔' : null,
    created_at: placedAt,
    updated_at: placedAt,
  };
  if (random.chance(CANCELLED_SHARE)) return { placed, states: ['paid', 'cancelled', 'refunded', null] };
  return { placed, states: ['paid', 'shipped', 'delivered', random.chance(ARCHIVED_SHARE) ? null : 'closed'] };
}
