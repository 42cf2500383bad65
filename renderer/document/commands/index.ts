/** Every edit a person can make, one file each. Not how documents are edited: that is runtime/spec. */
export { addComponent } from './addComponent.ts';
export { addNode } from './addNode.ts';
export type { Wiring } from './addNode.ts';
export { connect, reconnect } from './connect.ts';
export { insertOnEdge } from './insertOnEdge.ts';
export { moveNodes, tidyUp } from './moveNodes.ts';
export { pasteNodes } from './pasteNodes.ts';
export type { Fragment } from './pasteNodes.ts';
export { removeSelection } from './removeSelection.ts';
export { renameNode } from './renameNode.ts';
export { setConnection, setNodeConfig, setNodeValue, setPipelineValue } from './setValues.ts';
