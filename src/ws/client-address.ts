import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

const OURS = new BlockList();
OURS.addSubnet('127.0.0.0', 8);
OURS.addSubnet('10.0.0.0', 8);
OURS.addSubnet('172.16.0.0', 12);
OURS.addSubnet('192.168.0.0', 16);
OURS.addSubnet('169.254.0.0', 16);
OURS.addAddress('::1', 'ipv6');
OURS.addSubnet('fc00::', 7, 'ipv6');
OURS.addSubnet('fe80::', 10, 'ipv6');

function plain(address: string): string {
  return address.trim().replace(/^::ffff:(?=\d+\.)/i, '');
}

function isOurs(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && OURS.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** The network address of a client: a proxy on this machine or in its private network is believed, as it is for requests. */
export function clientAddress(request: IncomingMessage): string {
  const told = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map(plain)
    .filter(Boolean);
  const hops = [plain(request.socket.remoteAddress ?? ''), ...told.reverse()];
  return hops.find((hop) => !isOurs(hop)) ?? hops.at(-1) ?? '';
}
