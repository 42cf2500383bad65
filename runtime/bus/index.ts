/**
 * The embedded bus: topics, queues and offsets in one folder, shared by the threads and processes of a machine. LMDB keeps the
 * index, segment files the messages; see decisions/. Not the bus contract (that is the SDK's), not other buses (plugins
 * contribute those), and it knows nothing of records: bodies are bytes here.
 */
export { openEmbeddedBus } from './embeddedBus.ts';
export type { EmbeddedBusOptions } from './embeddedBus.ts';
export { BUS_ERRORS } from './errors.ts';
export { MAX_MESSAGE_BYTES } from './limits.ts';
