import { isObject, type JsonObject, type JsonPath, withValue } from '../../../../flows/edit/json.ts';
import type { FlowSide } from '../../../../flows/exits.ts';
import type { Flow } from '../../../../flows/flow.ts';
import { secondsToSay } from '../../../../flows/heard-text.ts';
import { givenIn, heardIn, mostCharacters } from '../../../../flows/lint/texts.ts';
import { type PlacedWording, settingWording, wordingsOfStep } from '../../../../flows/lint/wordings.ts';
import type { ChatStep } from '../../../../flows/schema/chat-steps.ts';
import type { VoiceStep } from '../../../../flows/schema/voice-steps.ts';
import type { PanelScene } from './panel-scene.ts';

/** How a wording at a place of a step reaches the person, and what can be filled into it; what the draft lacks is taken as not there. */
export function placedWording({ flow, side, stepId }: Pick<PanelScene, 'flow' | 'side' | 'stepId'>, path: JsonPath) {
  if (stepId === undefined) return placedSetting(flow, path);
  const step = stepWith(flow, side, stepId, path);
  const found = find(side, stepId, step, path);
  const by: PlacedWording['by'] = found?.by ?? (side === 'call' ? 'voice' : 'message');
  const place = found?.place ?? { side, step: stepId, path: [side, 'steps', stepId, ...path] };
  return {
    by,
    given: attempt(() => givenIn({ place, given: found?.given ?? [] }, flow as unknown as Flow)) ?? [],
    most: attempt(() => mostCharacters({ by, place }, step as unknown as ChatStep)),
  };
}

/** The same of a setting of the flow; all of them are written. */
function placedSetting(flow: JsonObject, path: JsonPath) {
  const placed = settingWording(path);
  return {
    by: placed.by,
    given: attempt(() => givenIn(placed, flow as unknown as Flow)) ?? [],
    most: mostCharacters(placed, undefined),
  };
}

function stepWith(flow: JsonObject, side: FlowSide, stepId: string, path: JsonPath): JsonObject {
  const steps = (flow[side] as JsonObject | undefined)?.steps as JsonObject | undefined;
  const step = steps?.[stepId];
  return isObject(step) ? ((attempt(() => withValue(step, path, { en: 'x' })) ?? step) as JsonObject) : {};
}

function find(side: FlowSide, id: string, step: JsonObject, path: JsonPath): PlacedWording | undefined {
  const wanted = [side, 'steps', id, ...path].join('.');
  return attempt(() => wordingsOfStep(side, id, step as unknown as VoiceStep | ChatStep))?.find(
    ({ place }) => place.path.join('.') === wanted,
  );
}

/** The functions of the linter take good steps; a draft’s may lack what they look at. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/** About how long a spoken wording takes, in seconds; recordings are not counted. */
export function spokenSeconds(text: string): number {
  return secondsToSay(heardIn(text));
}
