import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const SESSION_MS = 30 * 24 * 3600_000;
const LOGIN_CODE_MS = 24 * 3600_000;

/** Who may come in: the token itself, a one-time login code, a browser session. */
export interface Sessions {
  isToken(candidate: string): boolean;
  /** A code for one visit of `/?token=`; worthless once used, so that what stays in terminals and histories opens nothing. */
  issueLoginCode(): string;
  /** Whether the code was good; it is not any more. */
  redeemLoginCode(candidate: string): boolean;
  issueSession(): { readonly value: string; readonly maxAgeSeconds: number };
  isSession(value: string): boolean;
}

/**
 * A session is a signed date, not an entry in memory: it survives a restart of the member, and ends with the token it was
 * signed with.
 */
export function createSessions(token: string, now: () => number = Date.now): Sessions {
  const key = createHash('sha256').update(`gantry session ${token}`).digest();
  const codes = new Map<string, number>();

  return {
    isToken: (candidate) => equal(candidate, token),
    issueLoginCode() {
      const code = randomBytes(24).toString('base64url');
      codes.set(code, now() + LOGIN_CODE_MS);
      return code;
    },
    redeemLoginCode(candidate) {
      const until = codes.get(candidate);
      codes.delete(candidate);
      return until !== undefined && until > now();
    },
    issueSession() {
      const until = (now() + SESSION_MS).toString(36);
      return { value: `${until}.${sign(key, until)}`, maxAgeSeconds: SESSION_MS / 1000 };
    },
    isSession(value) {
      const [until = '', signature = ''] = value.split('.');
      return equal(signature, sign(key, until)) && Number.parseInt(until, 36) > now();
    },
  };
}

function sign(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** Takes the same time whatever differs: hashes first, because timingSafeEqual wants equal lengths. */
function equal(left: string, right: string): boolean {
  return timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
}
