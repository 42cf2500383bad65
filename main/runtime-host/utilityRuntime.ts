import { utilityProcess } from 'electron';
import type { RuntimeProcess } from './runtimeHost.ts';

/**
 * The runtime in a utility process: the same `gantry studio` as on the command line, so that the desktop has no door of its own.
 * A pipeline that takes all memory or time takes it there, and the window stays alive.
 */
export function startUtilityRuntime(
  cli: string,
  folders: { readonly data: string; readonly workspace: string },
): RuntimeProcess {
  const child = utilityProcess.fork(
    cli,
    ['studio', '--port', '0', '--no-open', '--json', '--data', folders.data, '--workspace', folders.workspace],
    {
      stdio: 'pipe',
      serviceName: 'Gantry runtime',
    },
  );
  return {
    onOutput(stream, listener) {
      const output = stream === 'out' ? child.stdout : child.stderr;
      output?.on('data', (chunk: Buffer) => listener(chunk.toString('utf8')));
    },
    onExit: (listener) => void child.once('exit', (code) => listener(code)),
    stop: () => void child.kill(),
    kill: () => {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
}
