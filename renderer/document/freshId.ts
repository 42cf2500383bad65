/** A name that is not taken: the wish itself, or with a number behind it. */
export function freshId(taken: readonly string[], wish: string): string {
  const base =
    wish
      .toLowerCase()
      .replace(/[^a-z0-9_-]+/g, '-')
      .replace(/^[-_]+|[-_]+$/g, '') || 'node';
  if (!taken.includes(base)) return base;
  const stem = base.replace(/-\d+$/, '');
  for (let number = 2; ; number += 1) {
    const name = `${stem}-${number}`;
    if (!taken.includes(name)) return name;
  }
}
