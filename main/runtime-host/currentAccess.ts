import type { GantryError } from '@gantry/sdk';
import type { MemberAccess } from '../ipc/memberBroker.ts';
import type { RuntimeState } from './runtimeHost.ts';

/** The member's address as it is now: calls made while the runtime starts wait for it, calls after it failed are told why. */
export interface CurrentAccess {
  get(): Promise<MemberAccess>;
  update(state: RuntimeState): void;
}

export function createCurrentAccess(readToken: (file: string) => Promise<string>): CurrentAccess {
  let next = Promise.withResolvers<MemberAccess>();
  // Nobody may be waiting when the runtime fails; that is told to the next call, not to the process.
  next.promise.catch(() => undefined);
  let isSettled = false;

  function renew(): void {
    if (!isSettled) return;
    next = Promise.withResolvers<MemberAccess>();
    next.promise.catch(() => undefined);
    isSettled = false;
  }

  return {
    get: () => next.promise,
    update(state) {
      renew();
      if (state.state === 'running') {
        isSettled = true;
        next.resolve(readToken(state.address.tokenFile).then((token) => ({ url: state.address.url, token })));
      }
      if (state.state === 'failed') fail(state.reason);
    },
  };

  function fail(reason: GantryError): void {
    isSettled = true;
    next.reject(reason);
  }
}
