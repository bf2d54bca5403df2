import type { JsonPath } from '../../../../flows/edit/json.ts';
import { problemPath } from '../../../../flows/edit/repairs.ts';
import type { FlowProblem } from '../../../../http/contract/flows.ts';

/** What the linter says, by the place below the base joined with dots. What the schema says (F002) is found by the form anew. */
export function problemsByPlace(problems: readonly FlowProblem[], base: JsonPath): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { code, path = '', message } of problems) {
    if (code === 'F002' || path === '') continue;
    const at = problemPath(path);
    if (at.length <= base.length || base.some((part, n) => at[n] !== part)) continue;
    const place = at.slice(base.length).join('.');
    found.set(place, [...(found.get(place) ?? []), message]);
  }
  return found;
}
