/** Bounds of the embedded bus, in one place since several parts must agree on them (P8). */

/** Larger messages are refused: a chunk is held in memory whole by its writer and its readers. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** Messages are gathered into chunks of about this size; a larger message makes a chunk of its own. */
export const CHUNK_TARGET_BYTES = 1024 * 1024;

/** What one durable write takes in at most; whatever waits beyond that goes with the next. */
export const GROUP_TARGET_BYTES = 4 * 1024 * 1024;

/** A segment file that reached this is sealed. Disk space comes back by whole segments. */
export const SEGMENT_BYTES = 32 * 1024 * 1024;

/** What a reader takes from disk in one go where chunks are small. */
export const SPAN_TARGET_BYTES = 1024 * 1024;

/** Queues of one topic. */
export const MAX_QUEUES = 4096;

/** Threads that may have the folder open at once, over all processes. */
export const MAX_READER_SLOTS = 2048;
