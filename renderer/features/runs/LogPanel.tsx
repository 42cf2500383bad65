import { Checkbox, TextInput } from '@mantine/core';
import { IconSearch, IconTerminal2 } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient } from '../../client/index.ts';
import type { LogLine } from '../../client/index.ts';
import { useDocument } from '../../document/index.ts';
import { useFormats } from '../../i18n/index.ts';
import { EmptyNotice, SeverityMark } from '../../ui/index.ts';
import classes from './LogPanel.module.css';
import { matchingLines } from './matchingLines.ts';

const SEVERITY = { info: 'info', warn: 'warning', error: 'error' } as const;

/** What the members log about this pipeline, as it comes. Stays at the end unless a person scrolled up. */
export function LogPanel() {
  const { t } = useTranslation();
  const { log } = useClient();
  const pipeline = useDocument((state) => state.name);
  const lines = useStore(log);
  const [search, setSearch] = useState('');
  const [problemsOnly, setProblemsOnly] = useState(false);
  const shown = matchingLines(lines, { pipeline, search, problemsOnly });
  const { box, onScroll } = useStickToEnd(shown.length);

  return (
    <div className={classes['panel']}>
      <div className={classes['tools']}>
        <TextInput
          aria-label={t('runs.searchLog')}
          placeholder={t('runs.searchLog')}
          leftSection={<IconSearch size={14} />}
          w={240}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Checkbox
          label={t('runs.problemsOnly')}
          checked={problemsOnly}
          onChange={(event) => setProblemsOnly(event.currentTarget.checked)}
        />
      </div>
      {shown.length === 0 ? (
        <EmptyNotice icon={<IconTerminal2 size={26} />} title={t('runs.logEmpty')}>
          {t('runs.logEmptyBody')}
        </EmptyNotice>
      ) : (
        <div
          className={classes['lines']}
          ref={box}
          onScroll={onScroll}
          role="log"
          aria-label={t('frame.tabLog')}
          tabIndex={0}
        >
          {shown.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </div>
      )}
    </div>
  );
}

function Line({ line: { entry } }: { readonly line: LogLine }) {
  const formats = useFormats();
  return (
    <div className={classes['line']} data-level={entry.level}>
      <span className={classes['time']}>{formats.time(entry.atMs)}</span>
      <SeverityMark severity={SEVERITY[entry.level]} size={13} />
      <span className={classes['node']}>{entry.node ?? ''}</span>
      <span className={classes['message']}>
        {entry.message}
        {entry.error !== undefined && (
          <span className={classes['detail']}>
            {entry.error.message} {entry.error.hint ?? ''} ({entry.error.code})
          </span>
        )}
      </span>
    </div>
  );
}

/** Follows the end of a growing box until its reader scrolls away from it. */
function useStickToEnd(length: number) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    if (follows.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [length]);
  const onScroll = (): void => {
    const { current } = box;
    if (current !== null) follows.current = current.scrollHeight - current.scrollTop - current.clientHeight < 24;
  };
  return { box, onScroll };
}
