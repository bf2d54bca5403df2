/** Work that is done beside the page; what is asked later is answered later. */
export interface WorkerCall<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  end(): void;
}

/** A worker that answers `{ id, ...question }` with `{ id, answer }`. A worker that breaks refuses all that is open. */
export function callWorker<Question extends object, Answer>(start: () => Worker): WorkerCall<Question, Answer> {
  const open = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  let worker: Worker | undefined;
  let last = 0;
  const begin = () => {
    const begun = start();
    begun.addEventListener('message', ({ data }: MessageEvent<{ id: number; answer: Answer }>) => {
      open.get(data.id)?.resolve(data.answer);
      open.delete(data.id);
    });
    begun.addEventListener('error', (event) => {
      for (const each of open.values()) each.reject(new Error(event.message));
      open.clear();
    });
    return begun;
  };
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        worker ??= begin();
        last += 1;
        open.set(last, { resolve, reject });
        worker.postMessage({ id: last, ...question });
      }),
    end: () => {
      worker?.terminate();
      worker = undefined;
      open.clear();
    },
  };
}
