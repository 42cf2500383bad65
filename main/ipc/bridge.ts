// Ends in .js, unlike other imports: the renderer's types are built to another folder than its code, so that the compiler cannot
// rewrite an ending here. Nothing of this line is left at run time.
export type { BridgeRequest, ShellBridge } from '../../renderer/client/desktop.js';
