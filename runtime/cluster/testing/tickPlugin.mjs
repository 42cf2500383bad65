// A plugin for the tests of calls: what it does is in its configuration.
import { Type, definePlugin } from '@gantry/sdk';

async function misbehave({ config }) {
  if (config.hang) for (;;);
  if (config.crash) process.exit(7);
  if (config.fail) throw new Error(`no route to ${config.fail}`);
}

export default definePlugin({
  sources: [
    {
      type: 'ticks',
      title: 'Ticks',
      description: 'Counts.',
      config: Type.Object({ shares: Type.Optional(Type.Array(Type.String())), port: Type.Optional(Type.Number()) }),
      isAtOrAfter: (next, current) => next.n >= current.n,
      async tasks(context) {
        await misbehave(context);
        return (context.config.shares ?? ['all']).map((key) => ({ key, input: { key } }));
      },
      async check(context) {
        await misbehave(context);
        return [
          { name: 'connect', status: 'passed', detail: `${typeof context.config.port} ${context.config.password}` },
        ];
      },
      createTask() {
        throw new Error('not run in these tests');
      },
    },
  ],
});
