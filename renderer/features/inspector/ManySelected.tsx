import { Button } from '@mantine/core';
import { IconSelectAll, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { removeSelection, useDocument, useDocumentActions } from '../../document/index.ts';
import { EmptyNotice } from '../../ui/index.ts';

export function ManySelected({ nodes, edges }: { readonly nodes: number; readonly edges: number }) {
  const { t } = useTranslation();
  const selection = useDocument((state) => state.selection);
  const { execute } = useDocumentActions();
  return (
    <EmptyNotice
      icon={<IconSelectAll size={26} />}
      title={`${t('inspector.nodes', { count: nodes })}, ${t('inspector.edges', { count: edges })}`}
      actions={
        <Button
          variant="default"
          leftSection={<IconTrash size={14} />}
          onClick={() => execute(removeSelection(selection))}
        >
          {t('common.delete')}
        </Button>
      }
    >
      {t('inspector.manyBody')}
    </EmptyNotice>
  );
}
