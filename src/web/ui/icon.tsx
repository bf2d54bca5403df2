const SHAPES = {
  overview: 'M3 12h4l3-8 4 16 3-8h4',
  desk: 'M4 5h16v11H9l-5 4V5Zm4 4h8M8 12.5h5',
  flows: 'M4 4h6v5H4V4Zm10 11h6v5h-6v-5ZM7 9v4.500a4 4 0 0 0 4 4h3M14 4h6v5h-6V4Z',
  reports: 'M4 20V10m5.300 10V4m5.300 16v-7M20 20V7',
  settings: 'M4 7h9m5 0h2M4 17h3m5 0h8M13 4.500v5M7 14.500v5',
  users:
    'M9 4a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7ZM2.500 20a6.500 6.500 0 0 1 13 0M16 4.300a3.500 3.500 0 0 1 0 6.400M18 14.200a6.500 6.500 0 0 1 3.500 5.800',
  audit: 'M6 3h9l4 4v14H6V3Zm9 0v4h4M9 12h7m-7 4h4',
  sandbox: 'M7 2.500h10a1 1 0 0 1 1 1v17a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1v-17a1 1 0 0 1 1-1Zm3.500 16h3',
  phone: 'M6 3h3.500l1.500 5-2.300 1.500a12 12 0 0 0 5.800 5.800L16 13l5 1.500V18a3 3 0 0 1-3 3C10 21 3 14 3 6a3 3 0 0 1 3-3Z',
  hangUp: 'M3 14c5-5 13-5 18 0l-2.500 3-4-1.500v-3a12 12 0 0 0-5 0v3L5.500 17 3 14Z',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8Zm0-6v2.500m0 15V22M4.900 4.900l1.800 1.800m10.600 10.600 1.800 1.800M2 12h2.500m15 0H22M4.900 19.100l1.800-1.800M17.300 6.700l1.800-1.800',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500Z',
  auto: 'M3 4.500h18v12H3v-12ZM8.500 20.500h7M12 16.500v4',
  signOut: 'M14 4H5v16h9M10 12h11m-4-4 4 4-4 4',
  send: 'M4 12 20 4l-5 16-3.500-6.500L4 12Zm7.500 1.500L20 4',
  check: 'm5 12.500 4.500 4.500L19 7.500',
  warning: 'M12 4 2.500 20h19L12 4Zm0 6v5m0 2.300v.200',
  close: 'm6 6 12 12M18 6 6 18',
  note: 'M5 3.500h14v11L13.500 20H5V3.500ZM13.500 20v-5.500H19M8.500 8h7m-7 3.500h4',
  transfer: 'M4 8h15m-4-4 4 4-4 4M20 16H5m4-4-4 4 4 4',
  quick: 'M13 2.500 5 13.500h6l-1 8 8.500-11.500h-6l.500-7.500Z',
  template: 'M4 4h16v16H4V4Zm0 5h16M9 9v11',
  image: 'M4 5h16v14H4V5Zm0 11 4.500-4.500 3.500 3.500 3-3 5 5M15.500 9v.100',
  pin: 'M12 21c4.500-5 7-8.300 7-11.500a7 7 0 0 0-14 0C5 12.700 7.500 16 12 21Zm0-9a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z',
  voice: 'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500H4ZM15.500 9a4.500 4.500 0 0 1 0 6m2.500-8.500a8 8 0 0 1 0 11',
  back: 'M19 12H5m6-6-6 6 6 6',
  reset: 'M4 5v5h5M4.600 10A8 8 0 1 1 4 13.500',
  clock: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17ZM12 7.500V12l3 2',
} as const;

export type IconName = keyof typeof SHAPES;

/** A line drawing beside a text; it says nothing to a screen reader. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false" style={{ flex: 'none' }}>
      <path d={SHAPES[name]} fill="none" stroke="currentColor" strokeWidth="1.800" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
