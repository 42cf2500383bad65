/** Every rule, in the order their findings are shown: the graph first, then components, then what they reach outside. */
import type { Rule } from '../ruleContext.ts';
import { bus } from './bus.ts';
import { connections } from './connections.ts';
import { connectivity } from './connectivity.ts';
import { converters } from './converters.ts';
import { cycles } from './cycles.ts';
import { delivery } from './delivery.ts';
import { edges } from './edges.ts';
import { exclusiveTargets } from './exclusiveTargets.ts';
import { expressions } from './expressions.ts';
import { numbers } from './numbers.ts';
import { options } from './options.ts';
import { parallelism } from './parallelism.ts';
import { references } from './references.ts';
import { secrets } from './secrets.ts';
import { topics } from './topics.ts';
import { unknownComponents } from './unknownComponents.ts';

export const RULES: readonly Rule[] = [
  edges,
  cycles,
  connectivity,
  converters,
  unknownComponents,
  options,
  expressions,
  numbers,
  connections,
  bus,
  topics,
  parallelism,
  exclusiveTargets,
  delivery,
  references,
  secrets,
];
