import type { MessagePort } from 'node:worker_threads';
import { fromErrorDto } from '@gantry/sdk';
import type { Log } from '@gantry/sdk';
import type { FromThread, LogLevel, ToThread } from './protocol.ts';
import type { TaskProgress } from './types.ts';

interface Waiting {
  readonly resolve: (value: string | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** A thread's side of the line to its member: questions with answers, and everything it tells. */
export class MemberLink {
  readonly log: Log;
  private readonly port: MessagePort;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  /** @param onCommand told of everything that is not an answer */
  constructor(port: MessagePort, onCommand: (message: Exclude<ToThread, { type: 'answer' | 'refusal' }>) => void) {
    this.port = port;
    this.log = {
      debug: (message, fields) => this.line('debug', message, fields),
      info: (message, fields) => this.line('info', message, fields),
      warn: (message, fields) => this.line('warn', message, fields),
      error: (message, fields) => this.line('error', message, fields),
    };
    port.on('message', (message: ToThread) => {
      if (message.type === 'answer') this.take(message.id)?.resolve(message.value);
      else if (message.type === 'refusal') this.take(message.id)?.reject(fromErrorDto(message.error));
      else onCommand(message);
    });
  }

  tell(message: FromThread): void {
    this.port.postMessage(message);
  }

  async commit(progress: TaskProgress): Promise<void> {
    await this.ask((id) => ({ type: 'commit', id, progress }));
  }

  secret(name: string): Promise<string | undefined> {
    return this.ask((id) => ({ type: 'secret', id, name }));
  }

  /** Lets the thread end. */
  close(): void {
    this.port.close();
  }

  private ask(question: (id: number) => FromThread): Promise<string | undefined> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.tell(question(id));
    });
  }

  private take(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    return waiting;
  }

  private line(level: LogLevel, message: string, fields?: { readonly [name: string]: unknown }): void {
    this.tell({ type: 'log', level, message, ...(fields === undefined ? {} : { fields: cloneable(fields) }) });
  }
}

/** Log fields as they can cross over: what a plugin passes may hold functions or errors with sockets in them. */
function cloneable(fields: { readonly [name: string]: unknown }): { readonly [name: string]: unknown } {
  try {
    return structuredClone(fields);
  } catch {
    // Not an error of the task: the line is worth more than the exact form of its fields.
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  }
}
