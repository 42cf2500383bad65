import type { GantryRecord } from '@gantry/sdk';
import type { SamplesDto } from '../api/contract.ts';
import { sampleRecord } from './sampleRecord.ts';

const EDGE_SAMPLES = 20;
const SHOWN_SAMPLES = 200;
/** What the samples of one place may keep alive, so that twenty records of 50 MB are not kept for a look (P8). */
const MAX_KEPT_CHARS = 1024 * 1024;

/** The last records that passed one place: references only, made presentable when somebody looks. */
export class SampleRing {
  seen = 0;
  private records: GantryRecord[] = [];
  private times: number[] = [];
  private readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Costs the same for a batch of one and of thousands. */
  keep(batch: readonly GantryRecord[], nowMs: number): void {
    if (batch.length === 0) return;
    this.seen += batch.length;
    const capacity = this.capacityFor(batch[batch.length - 1] as GantryRecord);
    const from = Math.max(0, batch.length - capacity);
    for (let index = from; index < batch.length; index++) {
      this.records.push(batch[index] as GantryRecord);
      this.times.push(nowMs);
    }
    if (this.records.length <= capacity) return;
    this.records = this.records.slice(-capacity);
    this.times = this.times.slice(-capacity);
  }

  dto(masked: ReadonlySet<string>): SamplesDto {
    return {
      seen: this.seen,
      records: this.records.map((record, index) => sampleRecord(record, this.times[index] as number, masked)),
    };
  }

  private capacityFor(record: GantryRecord): number {
    return Math.max(1, Math.min(this.capacity, Math.floor(MAX_KEPT_CHARS / (1 + roughSize(record)))));
  }
}

/** What a task leaves behind of its samples when it ends: people look at a pipeline that is over, too. */
export interface LastSamples {
  readonly edges: { readonly [edge: string]: SamplesDto };
  readonly shown: SamplesDto;
}

/** The samples of a task: by edge, and what the task showed itself. */
export class SampleBook {
  readonly shown = new SampleRing(SHOWN_SAMPLES);
  private readonly edges = new Map<string, SampleRing>();
  private readonly masked: ReadonlySet<string>;

  constructor(maskedFields: readonly string[]) {
    this.masked = new Set(maskedFields);
  }

  edge(id: string): SampleRing {
    let ring = this.edges.get(id);
    if (ring === undefined) this.edges.set(id, (ring = new SampleRing(EDGE_SAMPLES)));
    return ring;
  }

  edgeDto(id: string): SamplesDto {
    return this.edges.get(id)?.dto(this.masked) ?? { seen: 0, records: [] };
  }

  shownDto(): SamplesDto {
    return this.shown.dto(this.masked);
  }

  last(): LastSamples {
    const edges = [...this.edges].map(([id, ring]) => [id, ring.dto(this.masked)] as const);
    return { edges: Object.fromEntries(edges), shown: this.shownDto() };
  }
}

/** The long values of a record, at its first level: enough to tell a large record from a small one. */
function roughSize(record: GantryRecord): number {
  return rowSize(record.after) + rowSize(record.before);
}

function rowSize(row: GantryRecord['after']): number {
  let size = 0;
  for (const name in row) {
    const value = row[name];
    if (typeof value === 'string' || value instanceof Uint8Array) size += value.length;
  }
  return size;
}
