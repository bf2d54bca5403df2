import { AppError, toAppError } from '../base/errors.ts';

/** What fails although the store answers is a bug of ours or of the flow: the error says in which release. */
export async function blameRelease<T>(flow: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const error = toAppError(thrown);
    if (isPassing(error)) throw error;
    const step = (error.details as { step?: unknown } | undefined)?.step;
    const details = { flow, ...(typeof step === 'string' && { step }) };
    throw new AppError('step-failed', error.message, { cause: thrown, details });
  }
}

/** Trouble that says nothing about the flow: the store, a clash, a call that is gone. */
export function isPassing(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'store-unavailable' || error.code === 'not-found' || error.code === 'conflict');
}

/** The release and the step that an error names. */
export function blamed(error: unknown): { readonly flow?: string; readonly step?: string } {
  const details = error instanceof AppError ? (error.details as { flow?: string; step?: string } | undefined) : undefined;
  return { ...(details?.flow !== undefined && { flow: details.flow }), ...(details?.step !== undefined && { step: details.step }) };
}
