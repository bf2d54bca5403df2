// Reference: bare Express 5 as a tutorial writes it: form parsed, answer sent; unsigned, stateless, nothing logged.
import express from 'express';

const TWIML =
  '<?xml version="1.0" encoding="UTF-8"?><Response><Gather input="dtmf" numDigits="1" timeout="5" action="/voice/next" method="POST"><Say language="es">Para saber cómo va su pedido, pulse 1. Para consultas sobre facturas, pulse 2. Para hablar con una persona, pulse 0.</Say></Gather></Response>';

const app = express();
app.use(express.urlencoded({ extended: false }));
app.post('/webhooks/twilio/voice/input', (req, res) => {
  res.type('text/xml').send(req.body.Digits ? TWIML : '<Response/>');
});
app.listen(Number(process.env.PORT), '127.0.0.1');
