import type { ErrorDto } from '@gantry/sdk';

/** Why a node does not run, in the line where its figures would stand; all of it in its tooltip. */
export function NodeFailure({ error: { message, hint } }: { readonly error: ErrorDto }) {
  return (
    <span className="gc-failure gc-tone-bad" title={hint === undefined ? message : `${message}\n${hint}`}>
      {message}
    </span>
  );
}
