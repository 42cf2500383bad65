import { canvas } from './canvas.ts';
import { commands } from './commands.ts';
import { common } from './common.ts';
import { connections } from './connections.ts';
import { deploy } from './deploy.ts';
import { frame } from './frame.ts';
import { home } from './home.ts';
import { inspector } from './inspector.ts';
import { palette } from './palette.ts';
import { problems } from './problems.ts';
import { runs } from './runs.ts';
import { samples } from './samples.ts';
import { settings } from './settings.ts';
import { text } from './text.ts';

export const zhCN = {
  canvas,
  commands,
  common,
  connections,
  deploy,
  frame,
  home,
  inspector,
  palette,
  problems,
  runs,
  samples,
  settings,
  text,
};
