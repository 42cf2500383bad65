/**
 * The few globals the contract speaks of that every host has (browsers and Node alike) and that ECMAScript's own library
 * does not declare. Used only to compile the SDK: a plugin sees its own host's full types.
 */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}
