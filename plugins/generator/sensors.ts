import type { RecordSchema } from '@gantry/sdk';
import type { Happening, Kind } from './kind.ts';
import { Random } from './random.ts';
import { sqlDateTime } from './times.ts';

const SENSORS = 50;
const DAY_MS = 86_400_000;

const SITES: readonly [string, ...string[]] = ['Halle Süd', '2号车间', 'Cold store', 'Toit nord'];

const SCHEMA: RecordSchema = {
  name: 'readings',
  key: ['sensor_id', 'measured_at'],
  version: 1,
  fields: [
    { name: 'sensor_id', type: 'string', nullable: false },
    { name: 'site', type: 'string', nullable: false },
    { name: 'temperature', type: 'float64', nullable: false },
    { name: 'humidity', type: 'float64', nullable: false },
    { name: 'battery', type: 'decimal', nullable: false, params: { precision: 4, scale: 2 } },
    { name: 'ok', type: 'boolean', nullable: false },
    { name: 'measured_at', type: 'timestamp', nullable: false, params: { precision: 3 } },
  ],
};

interface Sensor {
  readonly id: string;
  readonly site: string;
  readonly baseline: number;
  /** Degrees per thousand readings: a sensor that ages. */
  readonly drift: number;
  readonly phase: number;
}

/** Readings of fifty sensors, in turn: a daily curve, a slow drift, noise, and now and then an outlier. */
export class SensorsKind implements Kind {
  readonly schema = SCHEMA;
  readonly #seed: number;
  readonly #random: Random;
  readonly #sensors: readonly Sensor[];

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = new Random(seed);
    this.#sensors = Array.from({ length: SENSORS }, (_, number) => makeSensor(new Random(seed, -1 - number), number));
  }

  at(index: number, timeOf: (index: number) => number): Happening {
    const sensor = this.#sensors[index % SENSORS] as Sensor;
    const reading = Math.floor(index / SENSORS);
    const timeMs = timeOf(index);
    const random = this.#random.at(this.#seed, index);
    const daily = Math.sin(((timeMs % DAY_MS) / DAY_MS) * 2 * Math.PI + sensor.phase);
    const isOutlier = random.chance(0.002);
    const temperature =
      sensor.baseline + 4 * daily + (sensor.drift * reading) / 1000 + 0.3 * random.gauss() + (isOutlier ? 40 : 0);
    const humidity = Math.min(100, Math.max(0, 55 - 10 * daily + 2 * random.gauss()));
    const measuredAt = sqlDateTime(timeMs);
    return {
      op: 'create',
      key: { sensor_id: sensor.id, measured_at: measuredAt },
      before: null,
      after: {
        sensor_id: sensor.id,
        site: sensor.site,
        temperature: Math.round(temperature * 100) / 100,
        humidity: Math.round(humidity * 10) / 10,
        battery: (4.2 - ((reading / 100_000) % 1)).toFixed(2),
        ok: !isOutlier,
        measured_at: measuredAt,
      },
    };
  }
}

function makeSensor(random: Random, number: number): Sensor {
  return {
    id: `S-${String(number + 1).padStart(3, '0')}`,
    site: random.pick(SITES),
    baseline: 12 + random.next() * 12,
    drift: (random.next() - 0.5) * 0.2,
    phase: random.next() * 0.5,
  };
}
