import { Button, Menu } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setConnection, useDocument, useDocumentActions } from '../../document/index.ts';
import { IconAction } from '../../ui/index.ts';
import { ConnectionDialog } from './ConnectionDialog.tsx';
import classes from './ConnectionsList.module.css';
import { connectionUsers } from './connectionUsers.ts';

/** The pipeline's connections, and who uses each. Removing one can be undone. */
export function ConnectionsList() {
  const { t } = useTranslation();
  const { execute } = useDocumentActions();
  const pipeline = useDocument((state) => state.document.pipeline);
  const catalog = useDocument((state) => state.catalog);
  const [editing, setEditing] = useState<{ readonly type: string; readonly name: string | undefined }>();
  const types = catalog.components.filter(({ role }) => role === 'connection');
  const connections = Object.entries(pipeline?.connections ?? {});
  if (types.length === 0 && connections.length === 0)
    return <p className={classes['none']}>{t('connections.noneNeeded')}</p>;
  return (
    <div className={classes['list']}>
      {connections.map(([name, { type }]) => {
        const users = pipeline === undefined ? [] : connectionUsers(pipeline, name);
        return (
          <div key={name} className={classes['row']}>
            <span className={classes['text']}>
              <span className={classes['name']}>{name}</span>
              <span className={classes['detail']}>
                {type} · {users.length === 0 ? t('connections.unused') : users.join(', ')}
              </span>
            </span>
            <IconAction label={t('connections.edit', { name })} onClick={() => setEditing({ type, name })}>
              <IconPencil size={15} />
            </IconAction>
            <IconAction
              label={t('connections.remove', { name })}
              onClick={() => execute(setConnection(name, undefined))}
            >
              <IconTrash size={15} />
            </IconAction>
          </div>
        );
      })}
      {types.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" leftSection={<IconPlus size={14} />}>
              {t('connections.new')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {types.map(({ type, title }) => (
              <Menu.Item key={type} onClick={() => setEditing({ type, name: undefined })}>
                {title}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {editing !== undefined && <ConnectionDialog {...editing} onClose={() => setEditing(undefined)} />}
    </div>
  );
}
