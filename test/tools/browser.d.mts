/** The path of a Chromium, undefined where there is none. */
export function findBrowser(): string | undefined;
/** Installs Debian's Chromium; answers the problem, undefined when done. */
export function installBrowser(): string | undefined;
