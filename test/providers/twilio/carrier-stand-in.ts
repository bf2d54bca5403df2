import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived. */
export interface Arrived {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Respond = (request: Arrived, response: ServerResponse) => void;

export interface StandIn {
  readonly url: string;
  readonly arrived: readonly Arrived[];
  /** What to do with the requests from now on. */
  respond: Respond;
  close(): Promise<void>;
}

/** An HTTP server on a free port that stands where the carrier's hosts would. */
export async function startStandIn(respond: Respond): Promise<StandIn> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      arrived.push(one);
      standIn.respond(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const standIn: StandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived,
    respond,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return standIn;
}

/** Answers with JSON. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Respond {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** The carrier's own shape of a refusal. */
export function refusal(status: number, code: number, message = 'refused'): Respond {
  return json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}
