import { Button } from '@mantine/core';
import { endsOf, WEEKDAYS } from '../../../../../flows/calendar.ts';
import { isObject, type Json, type JsonPath } from '../../../../../flows/edit/json.ts';
import { useFormat } from '../../../../ui/format.ts';
import { usePanelText } from '../words/panel-text.tsx';
import { textsOf, useHours } from './hours-scene.ts';
import { Intervals } from './intervals.tsx';

const GOOD = /^\d\d:\d\d-\d\d:\d\d$/;
const DAY_MINUTES = 24 * 60;

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** Where the bar of a day is filled, in minutes; what runs in from the day before too. */
function barsOf(today: readonly string[], before: readonly string[]): readonly (readonly [from: number, to: number])[] {
  const own = today.map((interval): readonly [number, number] => {
    const [from, to] = endsOf(interval).map(minutes) as [number, number];
    return [from, to > from ? to : DAY_MINUTES];
  });
  const night = before.flatMap((interval): readonly (readonly [number, number])[] => {
    const [from, to] = endsOf(interval).map(minutes) as [number, number];
    return to > from || to === 0 ? [] : [[0, to]];
  });
  return [...new Map([...night, ...own].map((bar) => [bar.join('-'), bar])).values()];
}

/** The week: a row a day, its times to be typed and a bar that shows them. */
export function WeekTable({ path, week, caption }: { path: JsonPath; week: Json | undefined; caption: string }) {
  const t = usePanelText();
  const format = useFormat();
  const { change } = useHours();
  const intervalsOn = (day: string) => textsOf(isObject(week) ? week[day] : undefined).filter((interval) => GOOD.test(interval));
  const set = (day: string, next: readonly string[]) => change([...path, day], next.length === 0 ? undefined : next);
  return (
    <table className="hours-week">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('hours.day')}</th>
          <th scope="col">{t('hours.times')}</th>
          <th scope="col" className="hours-bar-head">
            <span>0</span>
            <span>6</span>
            <span>12</span>
            <span>18</span>
            <span>24</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {WEEKDAYS.map((day, at) => {
          const name = format.weekday(at + 1);
          const intervals = intervalsOn(day);
          const before = intervalsOn(WEEKDAYS[(at + 6) % 7] as string);
          return (
            <tr key={day}>
              <th scope="row">{name}</th>
              <td>
                <Intervals path={[...path, day]} name={name} intervals={intervals} onChange={(next) => set(day, next)} />
                {at === 0 && intervals.length > 0 && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="gray"
                    onClick={() =>
                      change(path, {
                        ...(isObject(week) ? week : {}),
                        ...Object.fromEntries(WEEKDAYS.slice(0, 5).map((each) => [each, intervals])),
                      })
                    }
                  >
                    {t('hours.copy')}
                  </Button>
                )}
              </td>
              <td className="hours-bar" aria-hidden="true">
                <div>
                  {barsOf(intervals, before).map(([from, to]) => (
                    <i
                      key={`${from}-${to}`}
                      style={{ left: `${(from / DAY_MINUTES) * 100}%`, width: `${((to - from) / DAY_MINUTES) * 100}%` }}
                    />
                  ))}
                </div>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
