import { scratchElsewhere, scratchUnreadable } from '../../model/scratch-errors';

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/;

/** The server that a person names in a variable. Only one of this machine will do: what is tried there may be anything. */
export function serverAddress(variable: string, text: string): ServerAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) throw scratchUnreadable(variable);
  if (!LOOPBACK.test(url.hostname)) throw scratchElsewhere(variable, url.hostname);
  return {
    // A name could be made to lead elsewhere.
    host: url.hostname === 'localhost' ? '127.0.0.1' : url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 5432 : Number(url.port),
    user: decodeURIComponent(url.username) || 'postgres',
    password: decodeURIComponent(url.password),
  };
}
