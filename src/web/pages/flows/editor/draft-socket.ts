import { type DraftCommandBody, DraftFrame } from '../../../../http/contract/draft-socket.ts';

export interface DraftSocketDeps {
  readonly url: string;
  readonly flowId: string;
  readonly onFrame: (frame: DraftFrame) => void;
  /** Nothing is known of the others until the connection is back. */
  readonly onLost: () => void;
}

export interface DraftSocket {
  /** Tells the others which box is looked at. */
  select(step: string | undefined): void;
  end(): void;
}

const HEARTBEAT_MS = 15_000;
const MAX_RETRY_MS = 10_000;

/** A connection to those who have the same draft open; it comes back by itself. */
export function openDraftSocket({ url, flowId, onFrame, onLost }: DraftSocketDeps): DraftSocket {
  let socket: WebSocket | undefined;
  let selected: string | undefined;
  let attempts = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  function send(body: DraftCommandBody): void {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ id: crypto.randomUUID(), ...body }));
  }

  function tellSelected(): void {
    send({ type: 'select', ...(selected !== undefined && { step: selected }) });
  }

  function receive(text: string): void {
    const frame = DraftFrame.safeParse(JSON.parse(text)).data;
    if (frame) onFrame(frame);
  }

  function dial(): void {
    const dialled = new WebSocket(url);
    socket = dialled;
    dialled.addEventListener('open', () => {
      attempts = 0;
      send({ type: 'join', flowId });
      tellSelected();
    });
    dialled.addEventListener('message', ({ data }) => receive(String(data)));
    dialled.addEventListener('close', () => {
      if (ended || socket !== dialled) return;
      onLost();
      attempts += 1;
      retry = setTimeout(dial, Math.min(MAX_RETRY_MS, 500 * 2 ** Math.min(attempts, 5)));
    });
  }

  dial();
  const heartbeat = setInterval(() => send({ type: 'heartbeat' }), HEARTBEAT_MS);
  return {
    select: (step) => {
      if (step === selected) return;
      selected = step;
      tellSelected();
    },
    end: () => {
      ended = true;
      clearTimeout(retry);
      clearInterval(heartbeat);
      socket?.close();
    },
  };
}
