import { Button, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../client/index.ts';
import { Mark } from '../ui/index.ts';
import classes from './TokenPage.module.css';

/** Shown when the member refuses us: asks for its token. */
export function TokenPage() {
  const { t } = useTranslation();
  const { giveToken } = useServices();
  const [token, setToken] = useState('');
  return (
    <main className={classes['page']}>
      <Paper withBorder p="xl" w={400}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            giveToken?.(token.trim());
          }}
        >
          <Stack gap="md">
            <Mark size={32} />
            <Title order={1} size="h2">
              {t('frame.tokenTitle')}
            </Title>
            <Text c="dimmed">{t('frame.tokenBody')}</Text>
            {giveToken !== undefined && (
              <>
                <PasswordInput
                  label={t('frame.token')}
                  value={token}
                  onChange={(event) => setToken(event.currentTarget.value)}
                  autoComplete="off"
                  data-autofocus
                />
                <Button type="submit" disabled={token.trim() === ''}>
                  {t('frame.tokenSend')}
                </Button>
              </>
            )}
          </Stack>
        </form>
      </Paper>
    </main>
  );
}
