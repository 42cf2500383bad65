/**
 * What the designer asks of the desktop shell, and of the browser in its stead. main/preload satisfies ShellBridge by a type-only
 * import; the renderer cannot tell the two apart.
 */

/** Things only the surroundings can do. */
export interface Desktop {
  readonly kind: 'desktop' | 'browser';
  /** Lets a person pick a pipeline file and gives its text; undefined when cancelled. */
  openTextFile(): Promise<{ readonly name: string; readonly text: string } | undefined>;
  /** Lets a person keep a text as a file; false when cancelled. */
  saveTextFile(suggestedName: string, text: string): Promise<boolean>;
  openExternal(url: string): void;
  setTitle(title: string): void;
}

/** An API call as it crosses to the shell, which adds the member's address and token. */
export interface BridgeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: string;
}

/** What the preload script puts on `window.gantry`. Only values that survive structured clone cross it. */
export interface ShellBridge {
  /** Calls the member; aborting is by `id`. Rejects where no answer came. */
  request(id: number, request: BridgeRequest): Promise<{ readonly status: number; readonly text: string }>;
  abort(id: number): void;
  /** Opens the event stream; ends with `closed`. Gives the way to end it. */
  stream(
    path: string,
    on: { opened(status: number): void; text(text: string): void; closed(error?: string): void },
  ): () => void;
  readonly desktop: Omit<Desktop, 'kind'>;
}

declare global {
  interface Window {
    readonly gantry?: ShellBridge;
  }
}

/** The browser's way of doing what the shell does. */
export function createBrowserDesktop(document: Document): Desktop {
  return {
    kind: 'browser',
    openTextFile: () => pickFile(document),
    saveTextFile: (suggestedName, text) => {
      const link = document.createElement('a');
      const url = URL.createObjectURL(new Blob([text], { type: 'text/yaml' }));
      link.href = url;
      link.download = suggestedName;
      link.click();
      URL.revokeObjectURL(url);
      return Promise.resolve(true);
    },
    openExternal: (url) => void window.open(url, '_blank', 'noopener,noreferrer'),
    setTitle: (title) => {
      document.title = title;
    },
  };
}

function pickFile(document: Document): ReturnType<Desktop['openTextFile']> {
  return new Promise((resolve, reject) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.yaml,.yml,.json,.properties';
    input.addEventListener('cancel', () => resolve(undefined));
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file === undefined) resolve(undefined);
      else file.text().then((text) => resolve({ name: file.name, text }), reject);
    });
    input.click();
  });
}
