import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { NODE_HEIGHT, NODE_WIDTH, placesOf, useDocument, useDocumentStore } from '../../document/index.ts';

/** Brings a node into view when somebody asked to see its place in the document (a click on a problem). */
export function useReveal(): void {
  const rf = useReactFlow();
  const store = useDocumentStore();
  const reveal = useDocument((state) => state.reveal);
  useEffect(() => {
    const id = /^nodes\.([^.]+)/.exec(reveal?.path ?? '')?.[1];
    const { pipeline } = store.getState().document;
    const place = id === undefined || pipeline === undefined ? undefined : placesOf(pipeline).get(id);
    if (place === undefined || isSeen(rf.flowToScreenPosition({ x: place[0], y: place[1] }))) return;
    void rf.setCenter(place[0] + NODE_WIDTH / 2, place[1] + NODE_HEIGHT / 2, {
      zoom: Math.max(rf.getZoom(), 0.8),
      duration: 250,
    });
  }, [reveal, rf, store]);
}

/** Whether a node that begins there is well inside the window; the view then stays as it is. */
function isSeen({ x, y }: { readonly x: number; readonly y: number }): boolean {
  return x > 280 && y > 80 && x + NODE_WIDTH < window.innerWidth - 380 && y + NODE_HEIGHT < window.innerHeight - 60;
}
