import { defineErrors } from '@gantry/sdk';

/** What the desktop shell refuses by itself. */
export const SHELL_ERRORS = defineErrors('shell', {
  sender_refused: { summary: "Something other than the designer's own page called the shell." },
  call_invalid: { summary: 'A call from the page does not have the shape of the bridge.' },
  runtime_ended: { summary: 'The runtime ended and could not be started again.' },
  runtime_silent: { summary: 'The runtime did not say its address in time.', retryable: true },
});
