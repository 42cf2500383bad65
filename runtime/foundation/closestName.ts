/** More names than this in one message help nobody. */
const MAX_LISTED = 12;

/**
 * The known name that was probably meant, or undefined where none is near. At most a third of the letters may differ, and
 * never more than three: beyond that a guess misleads.
 */
export function closestName(given: string, known: Iterable<string>): string | undefined {
  const limit = Math.min(3, Math.max(1, Math.floor(given.length / 3)));
  const wanted = given.toLowerCase();
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const name of known) {
    if (Math.abs(name.length - given.length) > limit) continue;
    const distance = editDistance(wanted, name.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** The way out of a wrong name: what was probably meant, else what there is. */
export function nameHint(given: string, known: Iterable<string>): string {
  const names = [...known];
  const closest = closestName(given, names);
  if (closest !== undefined) return `Did you mean "${closest}"?`;
  if (names.length === 0) return 'There are none.';
  const listed = names.slice(0, MAX_LISTED).join(', ');
  return names.length > MAX_LISTED
    ? `There are: ${listed} and ${names.length - MAX_LISTED} more.`
    : `There are: ${listed}.`;
}

/** Edits (insert, delete, replace, swap of neighbours) between two texts; `cutoff` as soon as it is sure to be reached. */
function editDistance(a: string, b: string, cutoff: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let smallest = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      current.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest >= cutoff) return cutoff;
    before = previous;
    previous = current;
  }
  return previous[b.length]!;
}
