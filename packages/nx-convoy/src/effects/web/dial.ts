import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';
import type { WebOptions } from './web';

/** What is offered in the TLS handshake for a wanted HTTP version. */
const PROTOCOLS: Readonly<Record<string, readonly string[]>> = { '2': ['h2'], '1.1': ['http/1.1'] };
export const HTTP_VERSIONS: ReadonlySet<string> = new Set(Object.keys(PROTOCOLS));
const ANY_VERSION = ['h2', 'http/1.1'];

/** Makes the one connection of a request and remembers what was agreed on it. */
export interface Dial {
  readonly connect: buildConnector.connector;
  /** Whether a host is asked through the proxy. */
  viaProxy(host: string): boolean;
  /** The HTTP version that the connection speaks. */
  version(): string;
  /** Gives up a connection that is still being made; one that was made belongs to the client. */
  close(): void;
}

export function createDial(options: WebOptions, version: string | null): Dial {
  let socket: Socket | TLSSocket | null = null;
  let isMade = false;
  const viaProxy = (host: string): boolean => options.proxy !== null && !isThisMachine(host);
  const addressOf = (target: buildConnector.Options): { host: string; port: number } => {
    if (options.proxy !== null && viaProxy(target.hostname)) return options.proxy;
    return { host: bare(target.hostname), port: portOf(target) };
  };
  return {
    viaProxy,
    version: () =>
      socket !== null && 'alpnProtocol' in socket && socket.alpnProtocol === 'h2' ? '2' : '1.1',
    close: () => {
      if (!isMade) socket?.destroy();
    },
    connect: (target, done) => {
      const isTls = target.protocol === 'https:';
      const protocols = version === null ? ANY_VERSION : [...(PROTOCOLS[version] ?? [])];
      const made = isTls
        ? connectTls({
            ...addressOf(target),
            ...tlsSettings(target.hostname, options),
            ALPNProtocols: protocols,
          })
        : connectPlain(addressOf(target));
      socket = made;
      made.once(isTls ? 'secureConnect' : 'connect', () => {
        if (version === '2' && socket !== null && 'alpnProtocol' in socket && socket.alpnProtocol !== 'h2')
          made.destroy(new TypeError('the server does not speak HTTP/2'));
        else {
          isMade = true;
          done(null, made);
        }
      });
      made.once('error', (error: Error) => done(error, null));
    },
  };
}

function tlsSettings(hostname: string, options: WebOptions): Record<string, unknown> {
  const host = bare(hostname);
  return {
    // An address has no server name; the certificate is then compared with the address.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    // Said explicitly: a variable of the environment could switch the check off.
    rejectUnauthorized: true,
    ...(options.certificateAuthority === null ? {} : { ca: options.certificateAuthority }),
  };
}

function portOf({ port, protocol }: buildConnector.Options): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}

function isThisMachine(hostname: string): boolean {
  const host = bare(hostname);
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** A host without the brackets of an IPv6 address. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
