import { Button, Modal } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ComponentCallDto, PreviewDto } from '../../../runtime/api/contract.ts';
import type { ComponentDescriptor } from '../../../runtime/compile/plan.ts';
import { useClient } from '../../client/index.ts';
import { EmptyNotice, ErrorNotice } from '../../ui/index.ts';
import { CheckSteps } from '../connections/common.ts';
import { RecordsTable } from '../samples/common.ts';
import classes from './Inspector.module.css';

/** So many records are read for a preview. */
const LIMIT = 20;

interface TryOutProps {
  readonly component: ComponentDescriptor;
  readonly call: ComponentCallDto;
}

/** Checks a source or sink, and shows the first records it would read, before anything is deployed. */
export function TryOut({ component: { capabilities }, call }: TryOutProps) {
  const { t } = useTranslation();
  const client = useClient();
  const preview = useMutation({ mutationFn: () => client.preview({ ...call, limit: LIMIT }) });
  if (!capabilities.includes('check') && !capabilities.includes('preview')) return null;
  return (
    <div className={`${classes['padded']} ${classes['actions']}`}>
      {capabilities.includes('preview') && (
        <Button
          variant="default"
          leftSection={<IconEye size={15} />}
          loading={preview.isPending}
          onClick={() => preview.mutate()}
        >
          {t('inspector.preview')}
        </Button>
      )}
      {capabilities.includes('check') && (
        <CheckSteps key={JSON.stringify(call)} call={call} label={t('inspector.check')} />
      )}
      {preview.isError && <ErrorNotice error={preview.error} />}
      {preview.isSuccess && (
        <Modal
          opened
          onClose={() => preview.reset()}
          title={t('inspector.previewTitle', { count: LIMIT })}
          size="80%"
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          <Preview preview={preview.data} />
        </Modal>
      )}
    </div>
  );
}

function Preview({ preview: { records, failures } }: { readonly preview: PreviewDto }) {
  const { t } = useTranslation();
  return (
    <>
      {failures.map((failure, index) => (
        <ErrorNotice key={index} error={failure} />
      ))}
      {records.length === 0 ? (
        <EmptyNotice title={t('inspector.previewEmpty')} />
      ) : (
        <div
          style={{
            height: 'min(60vh, 480px)',
            border: '1px solid var(--g-border)',
            borderRadius: 6,
            overflow: 'hidden',
          }}
        >
          <RecordsTable records={records} />
        </div>
      )}
    </>
  );
}
