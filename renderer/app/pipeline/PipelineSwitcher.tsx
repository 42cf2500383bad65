import { Menu, UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryKeys, useClient } from '../../client/index.ts';
import { useDocument } from '../../document/index.ts';
import { StateBadge } from '../../ui/index.ts';
import { goTo } from '../router.ts';
import classes from './PipelineHeader.module.css';

/** The pipeline's name, and the way to the others. */
export function PipelineSwitcher() {
  const { t } = useTranslation();
  const client = useClient();
  const name = useDocument((state) => state.name);
  const { data = [] } = useQuery({ queryKey: queryKeys.pipelines, queryFn: () => client.pipelines() });
  return (
    <>
      <span className={classes['slash']} aria-hidden="true">
        /
      </span>
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <UnstyledButton className={classes['switcher']}>
            <h1 className={classes['switcherName']} style={{ font: 'inherit', margin: 0 }}>
              {name}
            </h1>
            <IconChevronDown size={14} aria-hidden="true" style={{ flex: 'none' }} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflow: 'auto' }}>
          {data.map((pipeline) => (
            <Menu.Item
              key={pipeline.name}
              leftSection={<StateBadge state={pipeline.deployed ?? 'draft'} compact />}
              rightSection={pipeline.name === name && <IconCheck size={14} />}
              onClick={() => goTo({ page: 'pipeline', name: pipeline.name })}
            >
              {pipeline.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => goTo({ page: 'home' })}>{t('frame.home')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
