import { z } from 'zod';
import { CollectAs, common, StepId, Team, VariableName, Wording } from './fields.ts';
import { Branch, CallbackFields, Hours, Language, Request, Return, Run, SetStep, Split } from './shared-steps.ts';

export const AnswerId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .describe('The id of an answer: a small letter, then small letters, digits or hyphens; at most 40.');
const Buttons = z.array(z.strictObject({ id: AnswerId, title: Wording, to: StepId.optional() })).max(3);

const Row = z.strictObject({
  id: AnswerId,
  title: Wording.describe('At most 24 characters.'),
  description: Wording.optional().describe('A second, smaller line of at most 72 characters.'),
  to: StepId.optional(),
});

const List = z
  .strictObject({
    button: Wording.describe('What opens the list; at most 20 characters.'),
    sections: z
      .array(
        z.strictObject({
          title: Wording.optional().describe('At most 24 characters; needed when there are several sections.'),
          rows: z.array(Row).min(1).max(10),
        }),
      )
      .min(1)
      .max(10),
  })
  .meta({ id: 'List' })
  .describe('A list to choose from: at most ten rows in all.');
export type List = z.infer<typeof List>;

const MediaAddress = z
  .string()
  .min(1)
  .max(500)
  .describe('An https:// address that the carrier can read, or the name of a file in flows/media.');
const Latitude = z.number().min(-90).max(90);
const Longitude = z.number().min(-180).max(180);

const Send = z
  .strictObject({
    type: z.literal('send'),
    ...common,
    text: Wording.optional().describe('The message; with media the caption, with a location its name.'),
    media: MediaAddress.optional().describe(
      'A picture, a video, a voice message or a document. Documents and sound carry no caption: the text is then a message before.',
    ),
    location: z
      .strictObject({ latitude: Latitude, longitude: Longitude, address: z.string().max(200).optional() })
      .optional()
      .describe('A place on the map.'),
    buttons: Buttons.optional().describe(
      'Up to three shortcuts. The flow does not wait; tapped at any time while the bot has the chat, one leads to its step.',
    ),
    list: List.optional().describe('The same as a list of up to ten.'),
    template: z
      .strictObject({
        name: z.string().min(1).max(60).describe('A template of flows/templates that is no invite.'),
        texts: z.record(VariableName, Wording).default({}).describe('What fills the variables of the template.'),
      })
      .optional()
      .describe('Sent in place of the message when the 24 hours have passed before it can go out.'),
    next: StepId,
  })
  .meta({ id: 'SendStep' })
  .describe('Writes something and goes on.');
export const FILE_KINDS = ['image', 'video', 'audio', 'document'] as const;

const Ask = z
  .strictObject({
    type: z.literal('ask'),
    ...common,
    text: Wording,
    buttons: Buttons.optional().describe('Up to three answers to tap.'),
    list: List.optional().describe('Up to ten answers to choose from, instead of buttons.'),
    location: z
      .strictObject({
        latitude: VariableName.optional().describe('Gets the latitude, a number.'),
        longitude: VariableName.optional().describe('Gets the longitude, a number.'),
        name: VariableName.optional().describe('Gets the name of the place, if there is one.'),
        address: VariableName.optional().describe('Gets the address: the one of the place, or the one that was typed.'),
      })
      .optional()
      .describe('Asks for a place. The customer shares it, or types an address; `variable` gets it in words.'),
    file: z
      .strictObject({
        accept: z
          .array(z.enum(FILE_KINDS))
          .min(1)
          .max(4)
          .describe('What is taken: a photo, a video, a voice message, a document such as a PDF.'),
        maxMegabytes: z.int().min(1).max(16).default(16).describe('WhatsApp carries 16 at most.'),
        wrongText: Wording.describe('Written when it is nothing of what is taken: says what to send instead.'),
        tooLargeText: Wording.describe('Written when it is too large: says how large it may be.'),
      })
      .optional()
      .describe('Asks for a file. It is looked at before the flow goes on; `variable` gets its id, and the agent sees it.'),
    variable: VariableName.optional(),
    as: CollectAs.optional(),
    skipIfKnown: z.boolean().default(true).describe('Do not ask for what the call already collected.'),
    retries: z.int().min(0).max(5).default(2),
    invalidText: Wording.optional(),
    next: StepId,
    invalid: StepId.describe('The exit after too many answers that don’t fit: never a dead end.'),
  })
  .meta({ id: 'AskStep' })
  .describe('Asks a question: buttons, a list, a typed answer, a place or a file.');

const SurveyQuestion = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('resolved'),
        yes: Wording.describe('At most 20 characters.'),
        no: Wording.describe('At most 20 characters.'),
      })
      .describe('Is it solved? The answer is counted as confirmed or denied.'),
    z
      .strictObject({
        kind: z.literal('csat'),
        button: Wording.describe('What opens the list of five marks; at most 20 characters.'),
        titles: z.array(Wording).length(5).optional().describe('The five marks, the worst first; without them one to five stars.'),
      })
      .describe('How satisfied, from 1 to 5: 4 and 5 are positive.'),
    z
      .strictObject({ kind: z.literal('nps') })
      .describe('How likely to recommend us, typed as a number from 0 to 10: 9 and 10 are positive.'),
  ])
  .meta({ id: 'SurveyQuestion' });
export type SurveyQuestion = z.infer<typeof SurveyQuestion>;

const Survey = z
  .strictObject({
    type: z.literal('survey'),
    ...common,
    text: Wording,
    question: SurveyQuestion,
    comment: z
      .strictObject({ text: Wording, skip: Wording.describe('The button of those who have nothing to add; at most 20 characters.') })
      .optional()
      .describe('Asked after the answer, unless that was “no”: a few words, if they like.'),
    variable: VariableName.optional().describe('Gets the score: 1 or 0 for yes and no, otherwise the number.'),
    retries: z.int().min(0).max(2).default(1),
    invalidText: Wording.optional(),
    next: StepId.describe('The exit after an answer, and where the chat was asked before: nobody is asked twice.'),
    denied: StepId.describe('The exit after “no”, 1 or 2 of 5, 0 to 6 of 10: the way back to a person.'),
    invalid: StepId.describe('The exit when something else is written: no answer, but somebody should read it.'),
  })
  .meta({ id: 'SurveyStep' })
  .describe('Asks once whether it is solved or how it was. Silence is no answer.');

const Assign = z
  .strictObject({
    type: z.literal('assign'),
    ...common,
    text: Wording.optional().describe('Written before: an expectation that is true. {{chatWait}}, {{opensAt}}.'),
    textClosed: Wording.optional().describe('Written instead when nobody is there.'),
    team: Team,
    skills: z.array(z.string().max(40)).max(5).default([]),
    priority: z.int().min(0).max(9).default(5).describe('0 goes first.'),
    next: StepId.optional().describe('Where the bot goes on when the agent hands back.'),
  })
  .meta({ id: 'AssignStep' })
  .describe('Hands the chat to a human.');

const Close = z
  .strictObject({ type: z.literal('close'), ...common, text: Wording.optional(), disposition: z.string().max(40).default('bot-done') })
  .meta({ id: 'CloseStep' })
  .describe('Ends the chat.');

const ChatCallback = z
  .strictObject({
    type: z.literal('callback'),
    ...common,
    ...CallbackFields,
    text: Wording.describe('Asks when to call; the times follow as buttons.'),
    asapTitle: Wording.describe('The button “as soon as possible”; 20 characters at most.'),
    declineTitle: Wording.describe('The button “no, thank you”.'),
    booked: Wording.describe('Written when a time was taken: {{slot}}.'),
    bookedAsap: Wording.describe('Written when the call comes as soon as somebody is free.'),
    pending: Wording.describe('Written to somebody who was promised a call already: {{slot}}.'),
    pendingAsap: Wording.describe('The same, to somebody who is called as soon as somebody is free.'),
    retries: z.int().min(0).max(5).default(2),
    next: StepId.describe('The exit when a call is promised, or was before.'),
    declined: StepId.describe('The exit without a call.'),
    failed: StepId.describe('The exit when there is no time to offer, or no number is known.'),
  })
  .meta({ id: 'ChatCallbackStep' })
  .describe(
    'Promises a call to somebody who writes. “Call me”, written at any moment while the bot is there, leads to it; who waits for a person goes on waiting.',
  );

export const ChatStep = z
  .discriminatedUnion('type', [
    Send,
    Ask,
    Survey,
    Branch,
    Request,
    SetStep,
    Language,
    Hours,
    Split,
    Run,
    Return,
    Assign,
    ChatCallback,
    Close,
  ])
  .meta({ id: 'ChatStep' });
export type ChatStep = z.infer<typeof ChatStep>;
export type ChatCallbackStep = z.infer<typeof ChatCallback>;

const recoveryMessage = (seconds: number, hours: number) => ({
  template: z
    .string()
    .min(1)
    .describe('The template that is sent, unless templates names one for the intent. It says nothing of the call.'),
  templates: z.record(z.string(), z.string()).optional().describe('Templates by intent, for callers who alone use their number.'),
  afterSeconds: z
    .int()
    .min(30)
    .max(3600)
    .default(seconds)
    .describe('How long after the end of the call: who is cut off often calls again at once, and then nothing is sent.'),
  withinHours: z.int().min(1).max(24).default(hours).describe('Not later than this after the end of the call, whatever held it up.'),
});
export const DROP_PLACES = ['menu', 'question', 'offer', 'queue', 'dial', 'voicemail'] as const;
export type DropPlace = (typeof DROP_PLACES)[number];
export const MISSED_REASONS = ['out-of-hours', 'nobody-came'] as const;
export type MissedReason = (typeof MISSED_REASONS)[number];

export const Recovery = z
  .strictObject({
    dropped: z
      .strictObject({
        ...recoveryMessage(120, 4),
        at: z
          .array(z.enum(DROP_PLACES))
          .min(1)
          .max(6)
          .default(['question', 'offer', 'queue'])
          .describe(
            'Where the caller was: question is a collect, confirm or callback step, offer also the wait for the message, dial a person who is being rung, voicemail a message that was not left.',
          ),
      })
      .optional()
      .describe('A caller who dropped in the middle. Absent: nobody is written to.'),
    missed: z
      .strictObject({
        ...recoveryMessage(120, 16),
        why: z
          .array(z.enum(MISSED_REASONS))
          .min(1)
          .max(2)
          .default([...MISSED_REASONS])
          .describe('out-of-hours: an hours step found it closed. nobody-came: a person was wanted and none answered.'),
      })
      .optional()
      .describe(
        'A call that ended unanswered: no person, no chat, no message left, no call back promised, and no answer from the flow itself. Absent: nobody is written to. It is off because ringing is no consent: a message goes only to who agreed, on an earlier call, to be written to about calls (an offer with consent calls).',
      ),
    unreached: z
      .strictObject(recoveryMessage(60, 12))
      .optional()
      .describe(
        'A customer who was promised a call and did not come to the phone, however often it was tried. Absent: nobody is written to but in an open chat. Counted from the last try; always inside the hours of contact of the country.',
      ),
    consentDays: z.int().min(1).max(90).default(90).describe('How many days an earlier consent counts.'),
    fromHour: z.int().min(6).max(20).default(9).describe('Not before this hour where the person is …'),
    toHour: z
      .int()
      .min(8)
      .max(22)
      .default(21)
      .describe('… and not from this hour on. With the rule do-not-disturb switched on, not outside the hours of the country either.'),
    lookBackHours: z.int().min(1).max(720).default(72).describe('How long a reply still belongs to this call.'),
  })
  .meta({ id: 'Recovery' })
  .describe(
    'One message, to who had consented, when a call ended before its end. Never to who called again, is in a chat, said no to the chat in that call, or is kept from it by a rule of the offer.',
  );
export type Recovery = z.infer<typeof Recovery>;
