import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { apiQuery } from '../../api/queries.ts';
import { useText } from '../../messages/language.tsx';
import { ReadinessList } from '../../ui/readiness-list.tsx';
import { QueryView } from '../../ui/states.tsx';

interface AssignDialogProps {
  readonly number: string;
  readonly flowId: string;
  readonly busy: boolean;
  /** `despite`: why it is to answer although its offers can't be kept. */
  readonly onAssign: (despite?: string) => void;
  readonly onClose: () => void;
}

const SHORTEST = 3;

/** Before a number gets a flow that makes offers: can they be kept, as things stand? */
export function AssignDialog({ number, flowId, busy, onAssign, onClose }: AssignDialogProps) {
  const t = useText();
  const readiness = useQuery({ ...apiQuery('flowReadiness', { params: { id: flowId } }), staleTime: 0, gcTime: 0 });
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  return (
    <Modal
      opened
      size="lg"
      transitionProps={{ duration: 0 }}
      onClose={onClose}
      title={t('readiness.dialog', { number, flow: flowId })}
      closeButtonProps={{ 'aria-label': t('readiness.close') }}
    >
      <QueryView query={readiness}>
        {({ items, verdict, offers }) => {
          const isBlocked = verdict === 'blocked';
          const isReasonMissing = reason.trim().length < SHORTEST;
          const submit = (event: FormEvent) => {
            event.preventDefault();
            setTried(true);
            if (!isBlocked) onAssign();
            else if (!isReasonMissing) onAssign(reason.trim());
          };
          return (
            <form onSubmit={submit} noValidate>
              <Stack>
                {offers ? <ReadinessList items={items} /> : <Text size="sm">{t('readiness.noOffers')}</Text>}
                {isBlocked && (
                  <>
                    <Alert role="alert" color="red">
                      {t('readiness.refused')}
                    </Alert>
                    <Textarea
                      label={t('readiness.despite')}
                      description={t('readiness.despite.hint')}
                      autosize
                      maxLength={300}
                      value={reason}
                      onChange={(event) => setReason(event.currentTarget.value)}
                      error={isTried && isReasonMissing && t('readiness.despite.missing')}
                    />
                  </>
                )}
                <Group justify="flex-end">
                  <Button variant="default" onClick={onClose}>
                    {t('readiness.cancel')}
                  </Button>
                  <Button type="submit" loading={busy} {...(isBlocked && { color: 'red' })} data-autofocus>
                    {t(isBlocked ? 'readiness.assignDespite' : 'readiness.assign')}
                  </Button>
                </Group>
              </Stack>
            </form>
          );
        }}
      </QueryView>
    </Modal>
  );
}
