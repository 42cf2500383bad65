/** The node at a place on the screen. React Flow itself knows only of ports near the pointer. */
export function nodeUnder(x: number, y: number): string | undefined {
  const hit = document.elementsFromPoint(x, y).find((element) => element.closest('.react-flow__node') !== null);
  return hit?.closest('.react-flow__node')?.getAttribute('data-id') ?? undefined;
}
