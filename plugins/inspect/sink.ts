import { Type } from '@gantry/sdk';
import type { GantryRecord, Json, SinkDefinition, SinkTask, Static, TaskContext } from '@gantry/sdk';

const config = Type.Object(
  {
    keep: Type.Integer({
      title: 'Records to show',
      description:
        'How many records of a batch are shown, the last ones. What the designer keeps in all is bounded besides.',
      default: 100,
      minimum: 1,
      maximum: 10_000,
    }),
  },
  { additionalProperties: false },
);

type InspectConfig = Static<typeof config>;

/** Shows records in the designer, as they come, and then lets them go. */
export const inspect: SinkDefinition<InspectConfig> = {
  type: 'inspect',
  title: 'Inspect',
  description: 'Shows the records that reach it in the designer. Stores nothing.',
  icon: 'Eye',
  keywords: ['debug', 'log', 'view', 'console', 'print', 'preview'],
  config,
  createTask: (context: TaskContext<InspectConfig>) => new InspectTask(context),
};

class InspectTask implements SinkTask {
  readonly #context: TaskContext<InspectConfig>;
  /** Records shown since the first start; kept as the task's state, so that it goes on counting. */
  #seen = 0;

  constructor(context: TaskContext<InspectConfig>) {
    this.#context = context;
  }

  async open(state: Json): Promise<void> {
    this.#seen = seenOf(state);
  }

  async write(records: readonly GantryRecord[]): Promise<void> {
    this.#seen += records.length;
    this.#context.show(records.slice(-this.#context.config.keep));
  }

  async flush(): Promise<Json> {
    return { seen: this.#seen };
  }

  async close(): Promise<Json> {
    return { seen: this.#seen };
  }
}

function seenOf(state: Json): number {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return 0;
  const { seen } = state as { readonly seen?: Json };
  return typeof seen === 'number' ? seen : 0;
}
