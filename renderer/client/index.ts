/**
 * The way from the designer to a member and to the shell around it: one RuntimeClient over HTTP or IPC, one Desktop over Electron
 * or the browser. Knows routes and payloads; holds no pipeline and no view.
 */
export { ApiError } from './apiError.ts';
export { ServicesProvider, useClient, useConnection, useServices } from './context.tsx';
export { createBrowserDesktop } from './desktop.ts';
export type { BridgeRequest, Desktop, ShellBridge } from './desktop.ts';
export type { ConnectionState, EventStream } from './eventStream.ts';
export { pipelineRate } from './figuresStore.ts';
export type { FiguresState } from './figuresStore.ts';
export type { LogLine } from './logStore.ts';
export { createHttpTransport } from './httpTransport.ts';
export { createIpcTransport } from './ipcTransport.ts';
export { queryKeys } from './queryKeys.ts';
export { createRuntimeClient } from './runtimeClient.ts';
export type { RuntimeClient, SampleTarget } from './runtimeClient.ts';
export { keepToken, readToken, takeTokenFromAddress } from './token.ts';
export type { Transport, TransportRequest, TransportResponse } from './transport.ts';
