import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { toErrorDto } from '@gantry/sdk';
import type { Bus } from '@gantry/sdk';
import { openEmbeddedBus } from '../bus/index.ts';
import { systemClock } from './clock.ts';
import { closeAll } from './closeAll.ts';
import { Components } from './components.ts';
import { FigureBook } from './figures.ts';
import { MemberLink } from './memberLink.ts';
import type { Begin, TaskOutcome, ThreadInput, ToThread } from './protocol.ts';
import { runTask } from './runTask.ts';
import { SampleBook } from './samples.ts';
import { TaskControl } from './taskEnvironment.ts';

const REPORT_MS = 300;

/** The entry of a task's thread: opens the bus, runs one attempt of the task, tells how it went, and ends. */
async function main(port: MessagePort, input: ThreadInput): Promise<void> {
  const control = new TaskControl();
  const figures = new FigureBook(systemClock);
  const samples = new SampleBook(input.assignment.spec.maskedFields);
  const link = new MemberLink(port, (command) => obey(command, link, control, samples));
  const reporting = setInterval(() => link.tell({ type: 'figures', figures: figures.report() }), REPORT_MS);
  const outcome = await attempt(input, link, control, figures, samples);
  clearInterval(reporting);
  link.tell({ type: 'figures', figures: figures.report() });
  link.tell({ type: 'outcome', outcome, samples: samples.last() });
  link.close();
}

async function attempt(
  input: ThreadInput,
  link: MemberLink,
  control: TaskControl,
  figures: FigureBook,
  samples: SampleBook,
): Promise<TaskOutcome> {
  const { assignment } = input;
  let bus: Bus | undefined;
  try {
    const components = new Components({
      assignment,
      modules: input.modules,
      dataDir: input.dataDir,
      lookups: {
        env: (name) => process.env[name],
        file: (path) => readFile(path, 'utf8'),
        secret: (name) => link.secret(name),
      },
      clock: systemClock,
      log: link.log,
      samples,
    });
    bus = await openBus(input, components, link);
    const end = await runTask({
      assignment,
      progress: input.progress,
      commit: (progress) => link.commit(progress),
      bus,
      components,
      clock: systemClock,
      random: Math.random,
      log: link.log,
      limits: input.limits,
      figures,
      samples,
      control,
      onRunning: () => link.tell({ type: 'running' }),
      onRetry: ({ error, attempt: tried, nextAttemptAtMs }) =>
        link.tell({ type: 'retrying', error: toErrorDto(error), attempt: tried, nextAttemptAtMs }),
    });
    return { kind: end };
  } catch (caught) {
    return { kind: 'failed', error: toErrorDto(caught) };
  } finally {
    await closeAll(link.log, [bus]);
  }
}

async function openBus(input: ThreadInput, components: Components, link: MemberLink): Promise<Bus> {
  const { type, connection } = input.assignment.spec.bus;
  if (type === 'embedded')
    return openEmbeddedBus({ dir: join(input.dataDir, 'bus'), log: link.log, clock: systemClock });
  const { definition, context } = await components.bus(type, connection);
  return definition.openBus(context);
}

function obey(
  command: Exclude<ToThread, { type: 'answer' | 'refusal' }>,
  link: MemberLink,
  control: TaskControl,
  samples: SampleBook,
): void {
  switch (command.type) {
    case 'stop':
      return control.stop();
    case 'finish':
      return control.finish();
    case 'edgeSamples':
      return link.tell({ type: 'samples', id: command.id, samples: samples.edgeDto(command.edge) });
    case 'shown':
      return link.tell({ type: 'samples', id: command.id, samples: samples.shownDto() });
  }
}

// In a task's thread there always is one; without it the module was imported by mistake and does nothing.
if (parentPort !== null) await main(parentPort, await begun(parentPort));

function begun(port: MessagePort): Promise<ThreadInput> {
  return new Promise((resolve) => port.once('message', ({ input }: Begin) => resolve(input)));
}
