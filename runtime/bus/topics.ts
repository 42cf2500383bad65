import type { QueueInfo, Retention, TopicInfo, TopicSpec } from '@gantry/sdk';
import { BUS_ERRORS, topicUnknown } from './errors.ts';
import { MAX_QUEUES } from './limits.ts';
import { newId } from './segmentFiles.ts';
import { decodePlace, encodeHead, readFirst, readHead } from './store.ts';
import type { IndexStore, TopicEntry } from './store.ts';
import { checkTopicName } from './topicName.ts';

/** A topic as the index has it, with the version its next change must name. */
export interface KnownTopic extends TopicEntry {
  readonly name: string;
  readonly version: number;
}

/** The topics of a bus folder. */
export class Topics {
  readonly #store: IndexStore;

  constructor(store: IndexStore) {
    this.#store = store;
  }

  /** Undefined where there is none. */
  find(name: string): KnownTopic | undefined {
    this.#store.refresh();
    const entry = this.#store.topics.getEntry(name);
    return entry === undefined ? undefined : { ...entry.value, name, version: entry.version ?? 0 };
  }

  /** Throws `bus.topic_unknown` where there is none. */
  get(name: string): KnownTopic {
    const topic = this.find(name);
    if (topic === undefined) throw topicUnknown(name);
    return topic;
  }

  all(): readonly KnownTopic[] {
    this.#store.refresh();
    const range = this.#store.topics.getRange({ versions: true });
    return [...range].map(({ key, value, version }) => ({ ...value, name: key, version: version ?? 0 }));
  }

  /** Creates, widens, or changes the retention; repeats when another thread changed the topic meanwhile. */
  async ensure(spec: TopicSpec): Promise<TopicInfo> {
    checkTopicName(spec.name);
    checkSpec(spec);
    for (;;) {
      const known = this.find(spec.name);
      const entry = entryFor(spec, known);
      const isSame =
        known !== undefined && known.queues === entry.queues && sameRetention(known.retention, entry.retention);
      if (isSame || (await this.#store.commit(() => this.#write(spec.name, entry, known))))
        return this.describe(this.get(spec.name));
    }
  }

  describe(topic: KnownTopic): TopicInfo {
    const queues = Array.from({ length: topic.queues }, (_, queue) => this.#describeQueue(topic, queue));
    return { name: topic.name, queues, ...(topic.retention === undefined ? {} : { retention: topic.retention }) };
  }

  /** Takes the topic and its queues away in one step; false where another was quicker. What they held is purged later. */
  async remove(topic: KnownTopic): Promise<boolean> {
    const { topics, heads } = this.#store;
    return this.#store.commit(() =>
      topics.ifVersion(topic.name, topic.version, () => {
        void topics.remove(topic.name);
        for (let queue = 0; queue < topic.queues; queue++) void heads.remove([topic.id, queue]);
      }),
    );
  }

  #write(name: string, entry: TopicEntry, known: KnownTopic | undefined): Promise<boolean> {
    const { topics, heads, firsts } = this.#store;
    const version = known?.version ?? 0;
    const write = (): void => {
      void topics.put(name, entry, version + 1);
      for (let queue = known?.queues ?? 0; queue < entry.queues; queue++) {
        void heads.put([entry.id, queue], encodeHead({ next: 0, bytesEver: 0 }), 1);
        void firsts.put([entry.id, queue], 0, 1);
      }
    };
    return known === undefined ? topics.ifNoExists(name, write) : topics.ifVersion(name, version, write);
  }

  #describeQueue(topic: KnownTopic, queue: number): QueueInfo {
    const head = readHead(this.#store, topic.id, queue) ?? { next: 0, bytesEver: 0 };
    const first = readFirst(this.#store, topic.id, queue);
    const oldest = this.#store.chunks.get([topic.id, queue, first]);
    const bytes = oldest === undefined ? 0 : head.bytesEver - decodePlace(oldest).bytesBefore;
    return { queue, first, next: head.next, bytes };
  }
}

function entryFor(spec: TopicSpec, known: KnownTopic | undefined): TopicEntry {
  const retention = spec.retention;
  return {
    id: known?.id ?? newId(),
    queues: Math.max(spec.queues, known?.queues ?? 0),
    ...(retention === undefined ? {} : { retention }),
  };
}

function checkSpec(spec: TopicSpec): void {
  const problem = specProblem(spec);
  if (problem !== undefined)
    throw BUS_ERRORS.error('topic_invalid', { message: `topic ${spec.name} cannot be made: ${problem}` });
}

function specProblem({ queues, retention }: TopicSpec): string | undefined {
  if (!Number.isInteger(queues) || queues < 1 || queues > MAX_QUEUES)
    return `it needs 1 to ${MAX_QUEUES} queues, not ${queues}`;
  if (retention?.ageMs !== undefined && !(retention.ageMs >= 0)) return 'its retention has a negative age';
  if (retention?.bytes !== undefined && !(retention.bytes >= 0)) return 'its retention has a negative size';
  return undefined;
}

function sameRetention(a: Retention | undefined, b: Retention | undefined): boolean {
  return a?.ageMs === b?.ageMs && a?.bytes === b?.bytes && (a?.whenReleased ?? false) === (b?.whenReleased ?? false);
}
