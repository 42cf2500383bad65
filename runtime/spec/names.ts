/** Pipelines and nodes: they become parts of topic names, file names and URLs. */
const NAME = /^[a-z0-9][a-z0-9_-]*$/;
const MAX_NAME_LENGTH = 100;

/** What a name may be, for messages. */
export const NAME_RULE = `lower-case letters, digits, "-" and "_", starting with a letter or digit, at most ${MAX_NAME_LENGTH} characters`;

/** Whether a text can name a pipeline or a node. */
export function isName(text: string): boolean {
  return NAME.test(text) && text.length <= MAX_NAME_LENGTH;
}

/** A valid name near to what was written: `My Orders` becomes `my-orders`. Undefined where nothing is left of it. */
export function nameFrom(text: string): string | undefined {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+|-+$/g, '')
    .slice(0, MAX_NAME_LENGTH);
  return isName(name) ? name : undefined;
}
