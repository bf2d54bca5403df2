import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseTemplate } from '../../src/flows/choose-template.ts';
import { Flow } from '../../src/flows/flow.ts';
import { previewTemplate } from '../../src/flows/lint/templates.ts';
import {
  carrierName,
  cleanTemplateValue,
  numberTemplate,
  renderTemplate,
  Template,
  templateLanguage,
  templateVariables,
} from '../../src/flows/template.ts';

const load = (name: string) => Template.parse(JSON.parse(readFileSync(`flows/templates/${name}.json`, 'utf8')));
const order = load('call-continue-order');
const values = { business: 'Luz Clara', orderNumber: '123456', token: 'h_03_ABC.SIGNATURE' };

describe('the values of a template', () => {
  test('all are sent, numbered in the order of the file', () => {
    expect(templateVariables(order, 'es', values)).toEqual({ 1: 'Luz Clara', 2: '123456', 3: 'h_03_ABC.SIGNATURE' });
  });

  test('what is not known is replaced by its fallback in the language', () => {
    expect(templateVariables(order, 'en', { ...values, orderNumber: undefined })['2']).toBe('you asked about');
    expect(templateVariables(order, 'es', { ...values, orderNumber: ' \n ' })['2']).toBe('que nos consultó');
    expect(templateVariables(order, 'es', { ...values, orderNumber: null })['2']).toBe('que nos consultó');
  });

  test('what must be known and is not is a bug, and so is a language that is not there', () => {
    expect(() => templateVariables(order, 'es', { ...values, token: undefined })).toThrow(/no value and no fallback for \{\{token\}\}/);
    expect(() => templateVariables(order, 'fr', values)).toThrow(/no language fr/);
  });

  test('the token is never cut', () => {
    const token = 'T'.repeat(150);
    expect(templateVariables(order, 'es', { ...values, token })['3']).toBe(token);
  });

  test('whatever the values, the carrier takes them', () => {
    const text = fc.string({ unit: 'binary', maxLength: 3000 });
    fc.assert(
      fc.property(text, text, (business, orderNumber) => {
        const sent = templateVariables(order, 'es', { ...values, business: `x${business}`, orderNumber });
        for (const value of Object.values(sent)) {
          expect(value).not.toMatch(/[\n\r\t\u2028\u2029]| {5}/);
          expect(value.trim()).not.toBe('');
          expect(value.length).toBeLessThanOrEqual(200);
        }
        expect(renderTemplate(order, 'es', { ...values, business: `x${business}`, orderNumber }).body.length).toBeLessThanOrEqual(1024);
      }),
    );
  });

  test('values are cut where text and values together would pass 1,024 characters', () => {
    const long = Template.parse({
      ...order,
      variables: order.variables.map((variable) => ({ ...variable, max: 250 })),
      languages: { es: { ...order.languages.es, body: `${'Texto fijo. '.repeat(70)}de {{business}} y {{orderNumber}} fin` } },
    });
    const filled = renderTemplate(long, 'es', { ...values, business: 'B'.repeat(250), orderNumber: 'C'.repeat(200) });
    expect(filled.body.length).toBeLessThanOrEqual(1024);
    expect(filled.body).toContain('…');
    expect(filled.body).toMatch(/ fin$/);
  });

  test('line breaks become blanks and nothing is left at the ends', () => {
    expect(cleanTemplateValue('  uno\r\n\tdos      tres  ', 60)).toBe('uno dos tres');
    expect(cleanTemplateValue('abcdef', 4)).toBe('abc…');
  });
});

describe('a template', () => {
  test('reads as the customer will see it, with the token in both buttons', () => {
    const { body, buttons } = renderTemplate(order, 'en', values);
    expect(body).toContain('this is Luz Clara.');
    expect(body).toContain('the order 123456');
    expect(body).not.toContain('{{');
    expect(buttons).toEqual([
      { id: 'go:h_03_ABC.SIGNATURE', title: 'Continue here' },
      { id: 'no:h_03_ABC.SIGNATURE', title: "It wasn't me" },
    ]);
  });

  test('goes to the carrier numbered, with a sample for every number', () => {
    const numbered = numberTemplate(order, 'es');
    expect(numbered?.body).toMatch(/de \{\{1\}\} porque .* pedido \{\{2\}\} de/);
    expect(numbered?.buttons.map(({ id }) => id)).toEqual(['go:{{3}}', 'no:{{3}}']);
    expect(numbered?.samples).toEqual({ 1: 'Luz Clara', 2: '123456', 3: 'A1B2C3' });
    expect(numberTemplate(order, 'fr')).toBeUndefined();
    expect(carrierName(order)).toBe('call_continue_order');
  });

  test('serves a language of a region by the language itself', () => {
    expect(templateLanguage(order, 'es-MX')).toBe('es');
    expect(templateLanguage(order, 'pt-BR')).toBeUndefined();
  });

  test('is shown to reviewers with its samples', () => {
    expect(previewTemplate(order, 'es').body).toContain('pedido 123456 de');
  });
});

describe('which template invites', () => {
  const offer = Flow.parse(JSON.parse(readFileSync('flows/support.flow.json', 'utf8'))).call.steps.offer;
  if (offer?.type !== 'offer') throw new Error('the sample flow has no offer');

  test('that of the intent, or the general one', () => {
    expect(chooseTemplate(offer, { intent: 'order' })).toBe('call-continue-order');
    expect(chooseTemplate(offer, { intent: 'constructor' })).toBe('call-continue');
    expect(chooseTemplate(offer, {})).toBe('call-continue');
  });

  test('a typed number only ever gets the general one, which says nothing of the call', () => {
    expect(chooseTemplate(offer, { intent: 'order', typedNumber: '+34600333444' })).toBe('call-continue');
    expect(load('call-continue').revealsCall).toBe(false);
  });
});
