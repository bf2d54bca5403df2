interface Jarred {
  readonly path: string;
  readonly value: string;
}

/** A browser as far as cookies and redirects go: one window, without a page. */
export interface Wanderer {
  /** One request, redirects not followed. */
  go(address: string, form?: Readonly<Record<string, string>>): Promise<Response>;
  /** The value of a cookie for an address. */
  cookie(address: string, name: string): string | undefined;
  setCookie(address: string, name: string, value: string, path?: string): void;
}

export function createWanderer(headers: Readonly<Record<string, string>> = {}): Wanderer {
  const jar = new Map<string, Jarred>();
  const keyOf = (origin: string, name: string, path: string) => `${origin} ${name} ${path}`;
  const cookiesFor = ({ origin, pathname }: URL) =>
    [...jar].flatMap(([key, { path, value }]) => {
      const [where, name] = key.split(' ');
      return where === origin && pathname.startsWith(path) ? [[name ?? '', value] as const] : [];
    });
  const keep = (url: URL, line: string) => {
    const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
    const path = rest.find((part) => /^path=/i.test(part))?.slice(5) ?? '/';
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    const isOver = rest.some((part) => /^max-age=0$/i.test(part) || (/^expires=/i.test(part) && Date.parse(part.slice(8)) < Date.now()));
    if (isOver) jar.delete(keyOf(url.origin, name, path));
    else jar.set(keyOf(url.origin, name, path), { path, value });
  };
  return {
    go: async (address, form) => {
      const url = new URL(address);
      const cookie = cookiesFor(url)
        .map((pair) => pair.join('='))
        .join('; ');
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { ...headers, ...(cookie && { cookie }) },
        ...(form && { method: 'POST', body: new URLSearchParams(form) }),
      });
      for (const line of response.headers.getSetCookie()) keep(url, line);
      return response;
    },
    cookie: (address, name) => cookiesFor(new URL(address)).find(([known]) => known === name)?.[1],
    setCookie: (address, name, value, path = '/') => void jar.set(keyOf(new URL(address).origin, name, path), { path, value }),
  };
}
