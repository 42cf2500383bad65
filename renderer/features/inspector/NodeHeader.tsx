import { Menu, TextInput } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isName } from '../../../runtime/spec/index.ts';
import type { NodeKind } from '../../../runtime/spec/types.ts';
import {
  removeSelection,
  renameNode,
  useDocument,
  useDocumentActions,
  useDocumentStore,
  useLive,
} from '../../document/index.ts';
import { ComponentIcon, IconAction, NodeIcon, StateBadge } from '../../ui/index.ts';
import classes from './Inspector.module.css';

interface NodeHeaderProps {
  readonly id: string;
  readonly kind: NodeKind;
  readonly icon: string | undefined;
  /** What it is: `CSV and JSON Lines files`. */
  readonly title: string;
}

/** A node's name, which can be changed in place, and what kind of thing it is. */
export function NodeHeader({ id, kind, icon, title }: NodeHeaderProps) {
  const { t } = useTranslation();
  const store = useDocumentStore();
  const { execute, select } = useDocumentActions();
  const state = useLive((live) => live.nodes[id]?.state);
  const taken = useDocument((document) => document.document.pipeline?.nodes);
  const [name, setName] = useState(id);
  const problem = nameProblemOf(name, id, taken ?? {});

  const rename = (): void => {
    if (name === id || problem !== undefined) return setName(id);
    execute(renameNode(id, name));
    if (store.getState().document.pipeline?.nodes[name] !== undefined) select({ nodes: [name], edges: [] });
  };
  return (
    <div className={classes['head']}>
      <NodeIcon role={kind} size={34}>
        <ComponentIcon role={kind} icon={icon} size={19} />
      </NodeIcon>
      <div className={classes['headText']}>
        <TextInput
          className={classes['nameInput']}
          aria-label={t('inspector.nodeName')}
          value={name}
          spellCheck={false}
          error={problem === undefined ? undefined : t(problem)}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={rename}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
            if (event.key === 'Escape') setName(id);
          }}
        />
        <span className={classes['kind']}>
          {t(`common.kind.${kind}`)} · {title}
        </span>
      </div>
      {state !== undefined && <StateBadge state={state} />}
      <Menu position="bottom-end">
        <Menu.Target>
          <IconAction label={t('common.more')}>
            <IconDots size={16} />
          </IconAction>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            color="var(--g-bad)"
            leftSection={<IconTrash size={14} />}
            onClick={() => execute(removeSelection({ nodes: [id], edges: [] }))}
          >
            {t('common.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

function nameProblemOf(name: string, own: string, taken: object): string | undefined {
  if (name === own) return undefined;
  if (!isName(name)) return 'inspector.nameInvalid';
  return name in taken ? 'inspector.nameTaken' : undefined;
}
