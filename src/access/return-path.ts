const NOWHERE = 'http://nowhere.invalid';

/** A page of ours to go on to, as it was asked for; anything that might lead elsewhere is the start page. */
export function returnPath(wanted: string | undefined): string {
  if (wanted === undefined || !wanted.startsWith('/') || wanted.length > 1_000 || !URL.canParse(wanted, NOWHERE)) return '/';
  const url = new URL(wanted, NOWHERE);
  const path = `${url.pathname}${url.search}${url.hash}`;
  // "/.//elsewhere" is a path of ours that begins with two slashes once it is read.
  return url.origin === NOWHERE && !path.startsWith('//') && !path.startsWith('/login') ? path : '/';
}
