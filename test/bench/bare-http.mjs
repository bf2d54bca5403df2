// Reference: node:http, the form read by hand, the signature checked, one Lua commit; no engine, no events, nothing logged.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { parse } from 'node:querystring';
import { Redis } from 'ioredis';

const { PORT, PUBLIC_URL, REDIS_URL, TWILIO_AUTH_TOKEN } = process.env;
const TWIML =
  '<?xml version="1.0" encoding="UTF-8"?><Response><Gather input="dtmf" numDigits="1" timeout="5" action="/voice/next" method="POST"><Say language="es">Para saber cómo va su pedido, pulse 1. Para consultas sobre facturas, pulse 2. Para hablar con una persona, pulse 0.</Say></Gather></Response>';
const COMMIT = `
local before = redis.call('GET', KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'EX', 3600)
redis.call('XADD', KEYS[2], 'MAXLEN', '~', 1000, '*', 'e', ARGV[1])
return before`;

const redis = new Redis(REDIS_URL);
const sha = await redis.script('LOAD', COMMIT);

createServer((req, res) => {
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', async () => {
    const form = parse(Buffer.concat(chunks).toString());
    let signed = PUBLIC_URL + req.url;
    for (const name of Object.keys(form).sort()) signed += name + form[name];
    const expected = createHmac('sha1', TWILIO_AUTH_TOKEN).update(signed).digest('base64');
    const given = req.headers['x-twilio-signature'] ?? '';
    if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected))) {
      res.statusCode = 403;
      res.end();
      return;
    }
    const state = JSON.stringify({ call: form.CallSid, digits: form.Digits, atMs: Date.now() });
    await redis.evalsha(sha, 2, `bare:${form.CallSid}`, 'bare:events', state);
    res.setHeader('Content-Type', 'text/xml');
    res.end(TWIML);
  });
}).listen(Number(PORT), '127.0.0.1');
