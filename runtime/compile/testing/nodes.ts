/** A source and a sink that are sound, for tests of something else. */
export const IN = 'in: { source: files, config: { path: a.csv } }';
export const OUT = 'out: { sink: files, config: { path: b.csv } }';
/** A sound transform and topic of a given name. */
export const filter = (id: string): string => `${id}: { transform: filter, config: { where: "true" } }`;
export const topic = (id: string): string => `${id}: { topic: ${id} }`;
