import { AppError } from '../base/errors.ts';

/** 256 characters at most are taken; so many at least. */
export const SHORTEST_PASSWORD = 10;

/** What people choose where ten characters are asked for; small letters, digits at the end taken off. */
const COMMON = new Set(
  `password passwort passw0rd p@ssword p@ssw0rd passwordpassword contraseña contrasena contrasenya welcome bienvenido bienvenida willkommen
  letmein changeme iloveyou teamo tequiero football baseball futbol barcelona realmadrid liverpool sunshine princess princesa superman
  batman starwars monkey dragon master shadow qwerty qwertyuiop qwertzuiop azerty asdfghjkl zxcvbnm qazwsxedc onetwothree administrator
  administrador administracion admin secret secreto supervisor callcenter callcentre contactcenter centralita whatsapp telefono telephone
  relevo relevo-demo company empresa summer verano winter invierno spring primavera autumn otoño estrella corazon mariposa chocolate
  computer ordenador internet samsung michael jennifer trustno trustnoone whatever abcdefghij abcdefghijk aaaaaaaaaa`.split(/\s+/),
);

function isRun(text: string): boolean {
  const steps = new Set([...text].slice(1).map((char, i) => char.charCodeAt(0) - text.charCodeAt(i)));
  return steps.size <= 1;
}

function isEasy(password: string, username: string): boolean {
  const text = password.trim().toLowerCase();
  const stem = text.replace(/[\d\s!.?*#_-]+$/, '');
  return (
    COMMON.has(text) ||
    COMMON.has(stem) ||
    /^\d+$/.test(text) ||
    isRun(text) ||
    new Set(text).size < 5 ||
    stem === username ||
    text.replaceAll(username, '').length < 4
  );
}

/** Refuses a password that is tried first: a common one, a run of keys or digits, the user name with a little around. Throws `password-easy`. */
export function checkPassword(password: string, username: string): void {
  if (isEasy(password, username.toLowerCase())) throw new AppError('password-easy');
}
