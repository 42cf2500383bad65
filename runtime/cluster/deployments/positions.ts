import type { JsonObject } from '@gantry/sdk';
import type { PositionDto, PositionEditDto } from '../../api/contract.ts';
import { isObject, nameHint } from '../../foundation/index.ts';
import { CLUSTER_ERRORS } from '../errors.ts';
import { topicsRead } from '../pipeline/assignments.ts';
import type { SharesByNode } from '../pipeline/assignments.ts';
import { wantedTopics } from '../pipeline/ensureTopics.ts';
import { splitTopicQueue } from '../progress.ts';
import { KEYS, asRecord, namesIn, stored } from '../records.ts';
import type { OffsetRecord, PositionRecord } from '../records.ts';
import type { RuntimeSpec } from '../../compile/plan.ts';
import type { Store, StoreEntry, StoreWrite } from '../store/types.ts';
import { conflict } from './deployments.ts';
import type { Deployments } from './deployments.ts';
import { isWanted } from './desired.ts';

/** Where a deployment's sources, sinks and relays are; to be read at any time, changed only while nothing of it runs. */
export class Positions {
  readonly #store: Store;
  readonly #deployments: Deployments;

  constructor(store: Store, deployments: Deployments) {
    this.#store = store;
    this.#deployments = deployments;
  }

  async list(name: string): Promise<readonly PositionDto[]> {
    await this.#deployments.get(name);
    const [sources, sinks] = await Promise.all([
      this.#store.list(KEYS.positions(name)),
      this.#store.list(KEYS.offsets(name)),
    ]);
    return [...sources.flatMap(sourceDto), ...sinks.map(sinkDto)];
  }

  /** All edits or none. Throws `cluster.not_stopped`, `cluster.position_invalid`. */
  async set(name: string, edits: readonly PositionEditDto[]): Promise<readonly PositionDto[]> {
    const { record } = await this.#deployments.get(name);
    const { spec } = await this.#deployments.revision(record);
    const shares = await this.#deployments.shares(name);
    await this.#change(
      name,
      edits.map((edit) => this.#write(name, spec, shares, edit)),
    );
    return this.list(name);
  }

  /** Forgets where it was, of one node or of all: the next start begins anew, as the configuration says. */
  async reset(name: string, node: string | undefined): Promise<readonly PositionDto[]> {
    const { record } = await this.#deployments.get(name);
    if (node !== undefined) requireConnector((await this.#deployments.revision(record)).spec, node);
    const prefixes = [KEYS.positions(name, node), KEYS.offsets(name, node), KEYS.sinkStates(name, node)];
    const entries = (await Promise.all(prefixes.map((prefix) => this.#store.list(prefix)))).flat();
    await this.#change(
      name,
      entries.map((entry) => ({ remove: entry.key })),
    );
    return this.list(name);
  }

  /** What makes sources that came to their end look again from there: their configuration has changed, so there may be more. */
  async reopen(name: string, nodes: readonly string[]): Promise<readonly StoreWrite[]> {
    const entries = (await Promise.all(nodes.map((node) => this.#store.list(KEYS.positions(name, node))))).flat();
    return entries.flatMap((entry) => {
      const record = asRecord<PositionRecord>(entry.value);
      return record.ended ? [{ put: entry.key, value: stored({ ...record, ended: false }) }] : [];
    });
  }

  /** P3: a person may move a position back, but not under a task that would overwrite it, so there must be no owner. */
  async #change(name: string, writes: readonly StoreWrite[]): Promise<void> {
    const { record, storeRevision } = await this.#deployments.get(name);
    // Wanted but without an owner just now: a member is about to take it up. Nobody takes up a run in the foreground.
    if (isWanted(record) && record.foreground !== true) throw notStopped(name);
    const result = await this.#store.transact({
      checks: [
        { key: KEYS.deployment(name), revision: storeRevision },
        { key: KEYS.claim(name), revision: 0 },
      ],
      writes,
    });
    if (result.committed) return;
    throw result.failed === KEYS.claim(name) ? notStopped(name) : conflict(name);
  }

  #write(name: string, spec: RuntimeSpec, shares: SharesByNode, edit: PositionEditDto): StoreWrite {
    const connector = requireConnector(spec, edit.node);
    if (!isObject(edit.position)) throw invalid(edit, 'a position is a JSON object');
    const updatedAtMs = this.#deployments.now();
    if (connector.kind === 'source') {
      const keys = (shares[edit.node] ?? []).map((share) => share.key);
      if (!keys.includes(edit.key))
        throw invalid(edit, `the source ${edit.node} has no such share`, nameHint(edit.key, keys));
      const record: PositionRecord = { version: 1, position: edit.position, ended: false, updatedAtMs };
      return { put: KEYS.position({ pipeline: name, node: edit.node, key: edit.key }), value: stored(record) };
    }
    const { topic, queue } = splitTopicQueue(edit.key);
    const topics = topicsRead(connector);
    if (!topics.includes(topic))
      throw invalid(edit, `${edit.node} does not read the topic "${topic}"`, nameHint(topic, topics));
    const queues = wantedTopics(spec).find((each) => each.name === topic)?.queues ?? 1;
    if (!Number.isSafeInteger(queue) || queue < 0 || queue >= queues) {
      throw invalid(edit, `the topic ${topic} has the queues 0 to ${queues - 1}`);
    }
    const offset = offsetIn(edit);
    const record: OffsetRecord = { version: 1, topic, queue, offset, updatedAtMs };
    return { put: KEYS.offset(name, edit.node, topic, queue), value: stored(record) };
  }
}

function requireConnector(spec: RuntimeSpec, node: string): RuntimeSpec['connectors'][number] {
  const connector = spec.connectors.find((each) => each.node === node);
  if (connector !== undefined) return connector;
  throw CLUSTER_ERRORS.error('node_unknown', {
    message: `${spec.pipeline} has no source, sink or relayed topic named ${node}`,
    hint: nameHint(
      node,
      spec.connectors.map((each) => each.node),
    ),
  });
}

function offsetIn(edit: PositionEditDto): number {
  const offset = edit.position['offset'];
  if (typeof offset === 'number' && Number.isSafeInteger(offset) && offset >= 0) return offset;
  throw invalid(edit, 'the position of a sink or relay is { "offset": n }, n a whole number from 0');
}

function invalid(
  edit: PositionEditDto,
  why: string,
  hint = 'List the positions to see their nodes, keys and forms.',
): Error {
  return CLUSTER_ERRORS.error('position_invalid', {
    message: `the position ${edit.node} ${edit.key} cannot be set: ${why}`,
    hint,
  });
}

function notStopped(name: string): Error {
  return CLUSTER_ERRORS.error('not_stopped', {
    message: `the positions of ${name} cannot be changed while it runs`,
    hint: 'Stop or pause it first.',
  });
}

function sourceDto(entry: StoreEntry): readonly PositionDto[] {
  const [, node = '', key = ''] = namesIn(entry.key);
  const { position, updatedAtMs } = asRecord<PositionRecord>(entry.value);
  // A source that ended without ever having a position has none to show.
  return position === null ? [] : [{ node, key, position, updatedAtMs }];
}

function sinkDto(entry: StoreEntry): PositionDto {
  const { topic, queue, offset, updatedAtMs } = asRecord<OffsetRecord>(entry.value);
  const position: JsonObject = { offset };
  return { node: namesIn(entry.key)[1] ?? '', key: `${topic}/${queue}`, position, updatedAtMs };
}
