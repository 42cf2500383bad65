import { isIP } from 'node:net';

/**
 * Whether a Host header names this member. A page that rebinds its own domain to 127.0.0.1 still sends its domain here, so
 * only IP addresses, localhost and the names given at the start are served. The port is free: people forward ports.
 */
export function isServedHost(header: string | undefined, names: readonly string[]): boolean {
  const host = hostName(header);
  if (host === undefined) return false;
  return host === 'localhost' || isIP(host) !== 0 || names.includes(host);
}

/** Whether an Origin header is this very server's: same host and port as the request was sent to. */
export function isSameOrigin(origin: string, host: string | undefined, scheme: 'http' | 'https'): boolean {
  return host !== undefined && origin.toLowerCase() === `${scheme}://${host.toLowerCase()}`;
}

/** Whether an address to listen on is reachable from this machine only. */
export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);
}

/** How an address is written in a URL. */
export function urlHost(address: string): string {
  return isIP(address) === 6 ? `[${address}]` : address;
}

function hostName(header: string | undefined): string | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:@/?#\s]+))(?::\d{1,5})?$/.exec(header ?? '');
  return (match?.[1] ?? match?.[2])?.toLowerCase();
}
