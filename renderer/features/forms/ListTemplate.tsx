import { Button } from '@mantine/core';
import type { ArrayFieldItemTemplateProps, ArrayFieldTemplateProps } from '@rjsf/utils';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { IconAction } from '../../ui/index.ts';
import classes from './ListTemplate.module.css';

/** A list of objects: its items one below the other, and the way to one more. Its title is the frame's around it. */
export function ListTemplate({ items, canAdd = true, onAddClick, title }: ArrayFieldTemplateProps) {
  const { t } = useTranslation();
  return (
    <div className={classes['list']} role="group" aria-label={title}>
      {items}
      {canAdd && (
        <Button variant="default" leftSection={<IconPlus size={14} />} onClick={onAddClick}>
          {t('common.add')}
        </Button>
      )}
    </div>
  );
}

/** One item: its number, its place among the others, and what is in it. */
export function ListItemTemplate({ children, index, totalItems, buttonsProps }: ArrayFieldItemTemplateProps) {
  const { t } = useTranslation();
  const { hasMoveUp, hasMoveDown, hasRemove, onMoveUpItem, onMoveDownItem, onRemoveItem } = buttonsProps;
  const number = index + 1;
  return (
    <div className={classes['item']}>
      <div className={classes['head']}>
        <span className={classes['number']}>{number}</span>
        {totalItems > 1 && (
          <>
            <IconAction label={t('inspector.itemUp', { number })} disabled={!hasMoveUp} onClick={onMoveUpItem}>
              <IconArrowUp size={14} />
            </IconAction>
            <IconAction label={t('inspector.itemDown', { number })} disabled={!hasMoveDown} onClick={onMoveDownItem}>
              <IconArrowDown size={14} />
            </IconAction>
          </>
        )}
        {hasRemove && (
          <IconAction label={t('inspector.itemRemove', { number })} onClick={onRemoveItem}>
            <IconX size={14} />
          </IconAction>
        )}
      </div>
      {children}
    </div>
  );
}
