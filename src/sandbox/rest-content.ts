import { type Request, Router } from 'express';
import { z } from 'zod';
import { RestError } from './rest-error.ts';
import { iso8601, metaPage } from './rest-format.ts';
import { makeSid } from './sids.ts';
import { renderTemplate, type Template } from './template.ts';
import { later, type World } from './world.ts';

const QuickReply = z.object({
  body: z.string().min(1).max(1024),
  actions: z
    .array(z.object({ type: z.literal('QUICK_REPLY').optional(), title: z.string().min(1).max(20), id: z.string().max(200).optional() }))
    .min(1)
    .max(10),
});
const Text = z.object({ body: z.string().min(1).max(1600) });
const ListPicker = z.object({
  body: z.string().min(1).max(1024),
  button: z.string().min(1).max(20),
  items: z
    .array(z.object({ id: z.string().min(1).max(200), item: z.string().min(1).max(24), description: z.string().max(72).optional() }))
    .min(1)
    .max(10),
});
const Variables = z
  .record(z.string().regex(/^\S{1,16}$/), z.string().max(1600))
  .refine((variables) => Object.keys(variables).length <= 100);

/** The wire names of the Content API; `friendlyName` or `twilioQuickReply` are refused. */
const NewContent = z.object({
  friendly_name: z.string().min(1).max(450).optional(),
  language: z.string().regex(/^[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?$/),
  variables: Variables.optional(),
  types: z
    .record(z.string().regex(/^(?:twilio|whatsapp)\/[a-z-]+$/), z.record(z.string(), z.unknown()))
    .refine((types) => Object.keys(types).length > 0),
});

const ChangedContent = NewContent.partial();

const NewApproval = z.object({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  category: z.enum(['UTILITY', 'MARKETING', 'AUTHENTICATION']),
  allow_category_change: z.boolean().optional(),
});

const SHAPES: Readonly<Record<string, z.ZodType>> = {
  'twilio/quick-reply': QuickReply,
  'twilio/text': Text,
  'twilio/list-picker': ListPicker,
};

/** Content templates and their WhatsApp approvals: `/v1` and the searches of `/v2`. */
export function contentRoutes(world: World): Router {
  const router = Router();
  router.post('/v1/Content', (request, response) => {
    response.status(201).json(contentResource(world, addTemplate(world, parse(NewContent, request.body))));
  });
  router.get(['/v1/Content', '/v2/Content'], (request, response) => {
    response.json(
      metaPage(request, world.choices.restUrl, 'contents', matching(world, request), (template) => contentResource(world, template)),
    );
  });
  router.get(['/v1/ContentAndApprovals', '/v2/ContentAndApprovals'], (request, response) => {
    const format = (template: Template) => ({
      ...contentResource(world, template),
      links: undefined,
      url: undefined,
      approval_requests: approvalResource(template),
    });
    response.json(metaPage(request, world.choices.restUrl, 'contents', matching(world, request), format));
  });
  router.get('/v1/Content/:sid', (request, response) => {
    response.json(contentResource(world, templateOf(world, request)));
  });
  router.put('/v1/Content/:sid', (request, response) => {
    const template = templateOf(world, request);
    changeTemplate(world, template, parse(ChangedContent, request.body));
    response.json(contentResource(world, template));
  });
  router.delete('/v1/Content/:sid', (request, response) => {
    world.templates.delete(templateOf(world, request).sid);
    world.changes.announce();
    response.status(204).end();
  });
  addApprovalRoutes(router, world);
  return router;
}

function addApprovalRoutes(router: Router, world: World): void {
  router.post('/v1/Content/:sid/ApprovalRequests/whatsapp', (request, response) => {
    const template = templateOf(world, request);
    askApproval(world, template, parse(NewApproval, request.body));
    response.status(201).json({ ...approvalResource(template), status: 'received' });
  });
  router.get('/v1/Content/:sid/ApprovalRequests', (request, response) => {
    const template = templateOf(world, request);
    const url = `${world.choices.restUrl}/v1/Content/${template.sid}/ApprovalRequests`;
    const whatsapp = { type: 'whatsapp', ...approvalResource(template) };
    response.json({ sid: template.sid, account_sid: world.account.accountSid, url, whatsapp });
  });
}

/** A template as somebody created it through the API: not yet approved. */
export function addTemplate(world: World, content: z.infer<typeof NewContent>): Template {
  checkTypes(content.types);
  const now = world.scheduler.nowMs();
  const template: Template = {
    sid: makeSid('HX', world.random),
    friendlyName: content.friendly_name ?? '',
    language: content.language,
    variables: content.variables ?? {},
    types: content.types,
    createdAtMs: now,
    updatedAtMs: now,
    approval: { status: 'unsubmitted', name: '', category: '', contentType: '', rejectionReason: '' },
  };
  world.templates.set(template.sid, template);
  world.changes.announce();
  return template;
}

/** Hands a template in; it is decided by the chosen policy, at once or after the approval's delay. */
export function askApproval(world: World, template: Template, asked: z.infer<typeof NewApproval>): void {
  const { outcome, category } = world.choices.approval;
  const { contentType } = renderTemplate(template, {});
  template.approval = { status: 'pending', name: asked.name, category: category ?? asked.category, contentType, rejectionReason: '' };
  if (outcome === 'wait') return;
  const status = outcome === 'approve' ? 'approved' : 'rejected';
  const decide = () => {
    template.approval = { ...template.approval, status, rejectionReason: status === 'rejected' ? 'INVALID_FORMAT' : '' };
    world.changes.announce();
  };
  if (world.delays.approvalMs > 0) later(world, world.delays.approvalMs, decide);
  else decide();
}

function changeTemplate(world: World, template: Template, content: z.infer<typeof ChangedContent>): void {
  checkTypes(content.types ?? {});
  template.friendlyName = content.friendly_name ?? template.friendlyName;
  template.language = content.language ?? template.language;
  template.variables = content.variables ?? template.variables;
  template.types = content.types ?? template.types;
  template.updatedAtMs = world.scheduler.nowMs();
  world.changes.announce();
}

function checkTypes(types: Readonly<Record<string, unknown>>): void {
  for (const [name, shape] of Object.entries(SHAPES)) if (types[name] !== undefined) parse(shape, types[name]);
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new RestError(400, 20001, `Invalid content: ${problems}`);
}

function templateOf(world: World, request: Request): Template {
  const template = world.templates.get(String(request.params.sid));
  if (!template) throw new RestError(404, 20404, `The requested resource ${request.originalUrl.split('?')[0]} was not found`);
  return template;
}

function matching(world: World, request: Request): Template[] {
  const query = new URLSearchParams(request.originalUrl.split('?')[1] ?? '');
  const eligible = query.get('ChannelEligibility')?.replace(/^whatsapp:/, '');
  return [...world.templates.values()]
    .filter((template) => !query.has('ContentName') || template.friendlyName === query.get('ContentName'))
    .filter((template) => !query.has('Language') || template.language === query.get('Language'))
    .filter((template) => eligible === undefined || template.approval.status === eligible)
    .reverse();
}

function contentResource(world: World, template: Template): Record<string, unknown> {
  const url = `${world.choices.restUrl}/v1/Content/${template.sid}`;
  return {
    sid: template.sid,
    account_sid: world.account.accountSid,
    friendly_name: template.friendlyName,
    language: template.language,
    variables: template.variables,
    types: template.types,
    date_created: iso8601(template.createdAtMs),
    date_updated: iso8601(template.updatedAtMs),
    url,
    links: { approval_create: `${url}/ApprovalRequests/whatsapp`, approval_fetch: `${url}/ApprovalRequests` },
  };
}

function approvalResource(template: Template): Record<string, unknown> {
  const { name, category, contentType, status, rejectionReason } = template.approval;
  return { name, category, content_type: contentType, status, rejection_reason: rejectionReason, allow_category_change: true };
}
