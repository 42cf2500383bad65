import './compileCache.ts';
import { processIo } from './io.ts';
import { runCli } from './program.ts';

// A reader that has had enough (`gantry list | head -1`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2), processIo());
