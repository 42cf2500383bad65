/**
 * The canvas: the open pipeline as a graph of boxes and edges, and the gestures that edit it. Knows the document's store and nothing
 * of how text, forms or figures come about.
 */
export { PipelineCanvas } from './PipelineCanvas.tsx';
