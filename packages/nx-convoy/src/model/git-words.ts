// What may be handed to git as a ref or an address. Git takes a word that begins with a hyphen for an option and
// `<helper>::<address>` for a program to run, so both are refused before git sees them.

const CONTROL = /\p{Cc}/u;
const SAFE_SCHEMES = new Set(['https:', 'http:', 'ssh:', 'git:', 'file:']);

/** Why a text cannot be used as branch, tag or ref; null: it can. The rules of git check-ref-format, and no options. */
export function refTrouble(ref: string): string | null {
  if (ref === '') return 'it is empty';
  if (CONTROL.test(ref)) return 'it holds a control character';
  if (ref.startsWith('-')) return 'git would take it for an option';
  const forbidden = /[\s~^:?*[\\{}]/.exec(ref)?.[0];
  if (forbidden !== undefined) return `it holds “${forbidden}”`;
  if (ref.includes('..')) return 'it holds “..”';
  if (/(^|\/)\.|\/\/|^\/|\/$|\.$|\.lock(\/|$)/.test(ref) || ref === '@') return 'git allows no such name';
  return null;
}

/** Why a text cannot be used as the address of a repository; null: it can. */
export function urlTrouble(url: string): string | null {
  if (url === '') return 'it is empty';
  if (CONTROL.test(url) || /\s/.test(url)) return 'it holds a blank or a control character';
  if (url.startsWith('-')) return 'git would take it for an option';
  if (/^[A-Za-z0-9+.-]+::/.test(url)) return 'git would run a transport helper';
  if (url.includes('://')) return schemeTrouble(url);
  if (url.startsWith('/')) return null;
  const scp = /^(?:([^@:/]+)@)?([^@:/]+):(.+)$/.exec(url);
  if (scp === null)
    return 'it is neither an address (https://…, ssh://…, user@host:path) nor an absolute path';
  if (scp.slice(1).some((part) => (part as string | undefined)?.startsWith('-')))
    return 'a part of it would be taken for an option';
  return null;
}

function schemeTrouble(url: string): string | null {
  if (!URL.canParse(url)) return 'it is not an address';
  const { protocol, hostname, username, password } = new URL(url);
  if (!SAFE_SCHEMES.has(protocol)) return `“${protocol}” is not one of ${[...SAFE_SCHEMES].join(' ')}`;
  if (password !== '') return 'it holds a password, which belongs into a credential helper';
  if (hostname.startsWith('-') || decodeURIComponent(username).startsWith('-'))
    return 'a part of it would be taken for an option';
  return null;
}
