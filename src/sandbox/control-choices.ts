import type { Router } from 'express';
import { SenderSettings, SetTemplateStatus } from '../http/contract/sandbox.ts';
import { SetBehaviour, SetLookup, SetOutage } from '../http/contract/sandbox-carrier.ts';
import { setBehaviour } from './behaviour.ts';
import { done, read } from './control-request.ts';
import { setSender, setTemplateStatus } from './operate.ts';
import { setLookup } from './rest-lookups.ts';
import type { World } from './world.ts';

/** What the carrier does with messages, look-ups, templates and everything that is asked of it. */
export function addChoiceRoutes(router: Router, world: World): void {
  router.put('/behaviour', (request, response) => {
    const { behaviour, number } = read(SetBehaviour, request);
    done(response, () => setBehaviour(world, behaviour, number));
  });
  router.put('/outage', (request, response) => {
    const { outage } = read(SetOutage, request);
    done(response, () => {
      world.choices.outage = outage;
      world.changes.announce();
    });
  });
  router.get('/failures', (_request, response) => void response.json(world.failures));
  router.put('/lookups', (request, response) => {
    const { answer, number } = read(SetLookup, request);
    done(response, () => setLookup(world, answer, number));
  });
  router.put('/templates/:sid', (request, response) => {
    const { status, category } = read(SetTemplateStatus, request);
    done(response, () => setTemplateStatus(world, String(request.params.sid), status, category));
  });
  router.put('/sender', (request, response) => {
    const sender = read(SenderSettings, request);
    done(response, () => setSender(world, sender));
  });
}
