import type { Converter, GantryError, GantryRecord } from '@gantry/sdk';
import type { ErrorPlan, InputPlan, ProduceStep, WriteStep } from '../../compile/plan.ts';
import { TASK_ERRORS } from '../errors.ts';
import type { ErrorPolicies } from '../errorPolicy.ts';
import { MessageOrigin } from '../original.ts';
import type { Flow } from '../original.ts';
import { asFinal } from '../retry.ts';
import { StepTree } from '../steps/stepTree.ts';
import type { Terminal } from '../steps/stepTree.ts';
import type { TaskEnvironment } from '../taskEnvironment.ts';
import type { Taken } from './queueFeeds.ts';

/** Messages of one read as records, and what they were. */
export interface DecodedRead {
  readonly flow: Flow & { readonly batch: MessageOrigin };
  readonly bytes: number;
  /** Where the offset stands once all of the flow is dealt with. */
  readonly next: number;
  /** Set when the policy is to stop at a message: thrown after everything before it was dealt with. */
  readonly stopWith?: GantryError;
}

/** One input of a plan: its converter and the steps after it. */
export class Input<Batch> {
  readonly plan: InputPlan;
  readonly tree: StepTree<Batch>;
  private readonly env: TaskEnvironment;
  private readonly converter: Converter;
  private readonly policies: ErrorPolicies;

  private constructor(
    env: TaskEnvironment,
    plan: InputPlan,
    converter: Converter,
    tree: StepTree<Batch>,
    policies: ErrorPolicies,
  ) {
    this.env = env;
    this.plan = plan;
    this.converter = converter;
    this.tree = tree;
    this.policies = policies;
  }

  static async create<Batch>(
    env: TaskEnvironment,
    plan: InputPlan,
    policies: ErrorPolicies,
    terminal: (step: ProduceStep | WriteStep) => Promise<Terminal<Batch>>,
  ): Promise<Input<Batch>> {
    const converter = await env.components.converter(plan.converter, plan.node);
    return new Input(env, plan, converter, await StepTree.create<Batch>(env, plan.steps, policies, terminal), policies);
  }

  /** Decodes what was read; what cannot be decoded goes to the error policy. */
  async decode(taken: Taken, errors: ErrorPlan): Promise<DecodedRead> {
    const { feed, read } = taken;
    if (read.skipped !== undefined && read.skipped > 0) this.reportExpired(feed.key, read.skipped);
    const decoded = this.converter.decode(read.messages);
    const failures = decoded.failures ?? [];
    const firstFailure = failures[0];
    if (firstFailure !== undefined && errors.policy === 'stop') return this.decodeUpTo(taken, errors, firstFailure);
    const origin = new MessageOrigin(feed.topic, read.messages, decoded, this.converter, this.plan.converter.type);
    const rejects = failures.map(({ index, error }) => ({ error, original: async () => origin.ofMessage(index) }));
    await this.policies.apply(errors, this.plan.node, 'decode', rejects);
    return {
      flow: {
        records: decoded.records,
        origins: originsOf(decoded, failures.length > 0, read.messages.length),
        batch: origin,
      },
      bytes: read.messages.reduce((sum, message) => sum + (message.body?.length ?? 0) + 16, 0),
      next: read.next,
    };
  }

  private async decodeUpTo(
    taken: Taken,
    errors: ErrorPlan,
    failure: { index: number; error: GantryError },
  ): Promise<DecodedRead> {
    const { feed, read } = taken;
    const messages = read.messages.slice(0, failure.index);
    const offset = read.messages[failure.index]?.offset ?? feed.done;
    const before = await this.decode({ feed, read: { messages, next: offset, end: read.end } }, errors);
    this.env.figures.step(this.plan.node).errors += 1;
    return { ...before, stopWith: asFinal(failure.error, `at ${feed.key} offset ${offset}`) };
  }

  private reportExpired(key: string, skipped: number): void {
    const error = TASK_ERRORS.error('messages_expired', {
      message: `${skipped} ${skipped === 1 ? 'message' : 'messages'} of ${key} were deleted by retention before they were read`,
      hint: 'Give the topic a longer retention, or the reader more tasks.',
    });
    this.env.figures.addError(error);
    this.env.log.error(error.message, { code: error.code, node: this.plan.node, topicQueue: key, skipped });
  }
}

const IDENTITY: number[] = [];

/** For each record its own index. One array serves all batches: it only has to be long enough. */
function originsOf(
  decoded: { readonly records: readonly GantryRecord[]; readonly messageOf?: readonly number[] },
  failed: boolean,
  messages: number,
): readonly number[] {
  if (failed && decoded.messageOf === undefined && decoded.records.length !== messages) {
    throw TASK_ERRORS.error('plan_invalid', {
      message: 'a converter left messages out without saying which message each record came from',
      hint: 'A converter that reports failures has to return messageOf.',
    });
  }
  while (IDENTITY.length < decoded.records.length) IDENTITY.push(IDENTITY.length);
  return IDENTITY;
}
