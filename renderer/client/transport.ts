/** One call to a member. `path` begins below /api/v1; `body` is sent as JSON. */
export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** What came back, whatever the status: `text` as it was sent. */
export interface TransportResponse {
  readonly status: number;
  readonly text: string;
}

/** The way to a member: HTTP in the browser, IPC in the desktop shell. Rejects only where no answer came. */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>;
  /**
   * Opens the event stream once and hands on its text as it comes (server-sent events format). `onOpen` is called with the status
   * before any text. Settles when the stream ends; rejects where the connection breaks.
   */
  stream(
    path: string,
    onOpen: (status: number) => void,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<void>;
}
