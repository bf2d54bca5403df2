import { Alert, Button, Center, Code, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/call-api.ts';
import { type Translate, useOptionalText, useText } from '../messages/language.tsx';
import { Icon, type IconName } from './icon.tsx';

/** What went wrong, in the reader's language where it is known. */
export function useProblemText(): (error: unknown) => string {
  const t: Translate = useText();
  const optional = useOptionalText();
  return (error) => {
    if (!(error instanceof ApiProblem)) return error instanceof Error ? error.message : t('problem.unknown');
    return optional(`error.${error.code}`, error.message);
  };
}

/** Says what went wrong and what to do about it. */
export function PageProblem({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const t = useText();
  const problemText = useProblemText();
  const requestId = error instanceof ApiProblem ? error.requestId : undefined;
  return (
    <Alert role="alert" color="red" icon={<Icon name="warning" />} title={t('problem.title')} maw={640}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{problemText(error)}</Text>
        {requestId && (
          <Text size="xs">
            {t('problem.requestId')} <Code>{requestId}</Code>
          </Text>
        )}
        {onRetry && (
          <Button variant="default" size="xs" onClick={onRetry}>
            {t('problem.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** Nothing here, why, and what to do about it. */
export function EmptyState({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <Center p="xl">
      <Stack gap={6} align="center" maw={380} ta="center" c="dimmed">
        <Icon name={icon} size={28} />
        <Text fw={600} c="var(--mantine-color-text)">
          {title}
        </Text>
        {children && <Text size="sm">{children}</Text>}
      </Stack>
    </Center>
  );
}

export function Loading({ lines = 6 }: { lines?: number }) {
  const t = useText();
  return (
    <Stack gap="sm" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: lines }, (_, line) => `line-${line}`).map((key) => (
        <Skeleton key={key} height={28} />
      ))}
    </Stack>
  );
}

export function NotFound() {
  const t = useText();
  return (
    <Center component="main" mih="60vh">
      <Stack align="center" gap="xs">
        <Title order={1}>{t('notFound.title')}</Title>
        <Text>{t('notFound.hint')}</Text>
        <Button component="a" href="/">
          {t('notFound.home')}
        </Button>
      </Stack>
    </Center>
  );
}

/** What a query holds, or its loading or failed state. */
export function QueryView<T>({
  query,
  children,
}: {
  query: { data: T | undefined; error: unknown; isPending: boolean; refetch(): unknown };
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <PageProblem error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading />;
}
