import type { TopicInfo } from '@gantry/sdk';
import type { TaskEnvironment } from './taskEnvironment.ts';

/** The topic as the bus has it, made where it is missing, as the deployment's plan says. One queue where the plan does not know it. */
export function ensuredTopic(env: Pick<TaskEnvironment, 'assignment' | 'bus'>, name: string): Promise<TopicInfo> {
  const plan = env.assignment.spec.topics.find((topic) => topic.name === name);
  return env.bus.ensureTopic({
    name,
    queues: plan?.queues ?? 1,
    ...(plan === undefined ? {} : { retention: plan.retention }),
  });
}

/** Whether only this pipeline reads the topic: what passes it is then counted by its reader. */
export function isImplied(env: Pick<TaskEnvironment, 'assignment'>, name: string): boolean {
  return env.assignment.spec.topics.some((topic) => topic.name === name && topic.implied);
}
