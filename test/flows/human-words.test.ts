import { describe, expect, it } from 'vitest';
import { asksForPerson } from '../../src/flows/human-words.ts';

describe('asking for a person', () => {
  it.each([
    'persona',
    'AGENTE',
    'Agente, por favor',
    '¿Puedo hablar con alguien?',
    'Quiero hablar con una persona',
    'pásame con un compañero',
    'humano!!',
    'agent',
    'I want to talk to a human',
    'Can I speak to someone please?',
    'real person',
    'Please, an agent',
    'vull parlar amb algú',
    'vull una persona',
    'pertsona bat',
    'norbaitekin hitz egin nahi dut',
    'quero falar con alguén',
    'quero falar com um atendente',
    'ATENDIMENTO HUMANO',
    'je veux parler à quelqu’un',
    'echter Mensch',
    'parlare con un operatore',
  ])('is heard in “%s”', (text) => {
    expect(asksForPerson(text)).toBe(true);
  });

  it.each([
    '',
    '   ',
    'hola',
    'mi pedido 123456',
    'el agente inmobiliario me dio la factura',
    'en persona recogí el paquete',
    'impersonal',
    'the agent of the estate sold it',
    '👍',
  ])('is not heard in “%s”', (text) => {
    expect(asksForPerson(text)).toBe(false);
  });

  it('takes words of the flow', () => {
    expect(asksForPerson('ponme con el mostrador', [])).toBe(true);
    expect(asksForPerson('quiero ver al encargado')).toBe(false);
    expect(asksForPerson('quiero ver al ENCARGADO', ['encargado'])).toBe(true);
  });
});
