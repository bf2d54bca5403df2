import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchMedia } from '../../../src/providers/twilio/fetch-media.ts';
import { mediaTypeOf } from '../../../src/providers/twilio/media-type.ts';
import { type StandIn, startStandIn } from './carrier-stand-in.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000000d', 'hex');
const PATH = '/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1';

let carrier: StandIn;
let storage: StandIn;

beforeEach(async () => {
  storage = await startStandIn((_request, response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end(PNG));
  carrier = await startStandIn((_request, response) => response.writeHead(307, { location: `${storage.url}/me1?sig=1` }).end());
});
afterEach(async () => {
  await carrier.close();
  await storage.close();
});

const options = (timeoutMs = 5000) => ({ accountSid: 'AC1', authToken: 'secret', apiUrl: carrier.url, timeoutMs });

test('follows the redirect to storage without the credentials, and tells the type by the bytes', async () => {
  const medium = await fetchMedia(options(), carrier.url + PATH, 1000);
  expect(Buffer.from(medium.bytes)).toEqual(PNG);
  expect(medium.contentType).toBe('image/png');
  expect(carrier.arrived[0]?.headers.authorization).toBe(`Basic ${Buffer.from('AC1:secret').toString('base64')}`);
  expect(storage.arrived[0]?.path).toBe('/me1?sig=1');
  expect(storage.arrived[0]?.headers.authorization).toBeUndefined();
});

test('asks the configured host for an address on the carrier’s own', async () => {
  await fetchMedia(options(), `https://api.twilio.com${PATH}`, 1000);
  expect(carrier.arrived[0]?.path).toBe(PATH);
});

test.each(['https://evil.example.com/x', 'https://twilio.com.evil.example.com/x', 'http://api.twilio.com/x', 'file:///etc/passwd', 'x'])(
  'sends nothing to %s',
  async (url) => {
    await expect(fetchMedia(options(), url, 1000)).rejects.toMatchObject({ code: 'media-unavailable' });
    expect(carrier.arrived).toHaveLength(0);
  },
);

test.each([
  ['announced', { 'content-length': '12' }],
  ['not announced', { 'transfer-encoding': 'chunked' }],
])('refuses what is larger than wanted, the size being %s', async (_name, headers) => {
  storage.respond = (_request, response) => response.writeHead(200, headers as Record<string, string>).end(PNG);
  await expect(fetchMedia(options(), carrier.url + PATH, 11)).rejects.toMatchObject({ code: 'media-too-large' });
  await expect(fetchMedia(options(), carrier.url + PATH, 12)).resolves.toMatchObject({ contentType: 'image/png' });
});

test('gives up on a refusal, on redirects without end, and when time is up', async () => {
  carrier.respond = (_request, response) => response.writeHead(404).end();
  await expect(fetchMedia(options(), carrier.url + PATH, 1000)).rejects.toThrow('The carrier answered 404.');
  carrier.respond = (_request, response) => response.writeHead(307, { location: PATH }).end();
  await expect(fetchMedia(options(), carrier.url + PATH, 1000)).rejects.toThrow('redirects too often');
  carrier.respond = () => {};
  await expect(fetchMedia(options(50), carrier.url + PATH, 1000)).rejects.toMatchObject({ code: 'media-unavailable' });
});

describe('mediaTypeOf', () => {
  const bytes = (hex: string) => Buffer.from(hex, 'hex');
  test.each([
    ['ffd8ffe000', 'image/png', 'image/jpeg'],
    ['52494646000000005745425056', 'image/webp', 'image/webp'],
    ['255044462d312e37', 'text/html', 'application/pdf'],
    ['4f67675300', 'audio/ogg; codecs=opus', 'audio/ogg'],
    [
      '504b03040000',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['504b03040000', 'text/html', 'application/zip'],
    ['0000001866747970336770', 'video/3gpp', 'video/3gpp'],
    ['000000186674797069736f6d', 'video/mp4', 'video/mp4'],
    ['424547494e3a5643415244', 'text/vcard', 'text/vcard'],
    ['3c68746d6c3e', 'text/html', 'application/octet-stream'],
    ['3c7376673e', 'image/svg+xml', 'application/octet-stream'],
    ['00ff00ff', 'text/plain', 'application/octet-stream'],
    ['ff41', 'text/plain', 'application/octet-stream'],
    ['', '', 'application/octet-stream'],
  ])('%s declared as %j is %s', (hex, declared, type) => {
    expect(mediaTypeOf(bytes(hex), declared)).toBe(type);
  });
});
