import { configuredByEnvironment } from './configured-by-environment';

/** `scheme://userinfo@host…`; the user's name and password end at the last @ before the path. */
const ADDRESS = /^(?<scheme>[a-z][a-z0-9+.-]*:\/\/)(?<person>[^/?#]*)@(?<host>[^/?#@]*)(?<path>.*)$/is;
const HTTP = /^(https?|ftps?):\/\/$/i;
const SSH = /^(ssh|git\+ssh|ssh\+git):\/\/$/i;

/** Words of git that anybody on the machine may read, and the environment that says the rest. */
export interface Discreet {
  readonly words: string[];
  readonly environment: Record<string, string>;
}

/**
 * Takes names and passwords out of the addresses among the words: the process list shows the words to everybody, also those that git passes on
 * to its own helpers (so an alias for the address would not do). Over HTTP git asks for them when the server does, and is answered from the
 * environment. SSH takes no password from an address, so there it is left out.
 */
export function discreetWords(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Discreet {
  let discreet: Discreet = { words: [], environment: { ...environment } };
  for (const [index, word] of words.entries()) {
    const parts = ADDRESS.exec(word)?.groups ?? {};
    const { scheme = '', person = '', host = '', path = '' } = parts;
    const [name, password] = splitOnce(person);
    if (HTTP.test(scheme)) {
      const credentials = { place: scheme + host, name, password, index };
      const variables = answering(discreet.environment, credentials);
      discreet = { words: [...discreet.words, scheme + host + path], environment: variables };
    } else {
      const shown = SSH.test(scheme) && password !== undefined ? `${scheme}${name}@${host}${path}` : word;
      discreet = { ...discreet, words: [...discreet.words, shown] };
    }
  }
  return discreet;
}

interface Credentials {
  /** Where they are good for: scheme and host with port. */
  readonly place: string;
  readonly name: string;
  /** undefined: there is only a name, git asks elsewhere for the password. */
  readonly password: string | undefined;
  readonly index: number;
}

function answering(
  environment: Readonly<Record<string, string>>,
  { place, name, password, index }: Credentials,
): Record<string, string> {
  const section = `credential.${place}`;
  if (password === undefined)
    return configuredByEnvironment(environment, [[`${section}.username`, decoded(name)]]);
  const [user, secret] = [`CONVOY_GIT_USER_${index}`, `CONVOY_GIT_PASSWORD_${index}`];
  // The shell's own printf: its words are in no process list.
  const print = `printf 'username=%s\\npassword=%s\\n' "$${user}" "$${secret}"`;
  const helper = `!f() { if test "$1" = get; then ${print}; fi; }; f`;
  const settings = [
    // Whoever else keeps passwords is neither asked nor told.
    [`${section}.helper`, ''],
    [`${section}.helper`, helper],
  ] as const;
  const variables = { ...environment, [user]: decoded(name), [secret]: decoded(password) };
  return configuredByEnvironment(variables, settings);
}

function splitOnce(person: string): [string, string | undefined] {
  const colon = person.indexOf(':');
  return colon === -1 ? [person, undefined] : [person.slice(0, colon), person.slice(colon + 1)];
}

/** As git reads it: what is no code stays as it is. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) =>
    Buffer.from(codes.replace(/%/g, ''), 'hex').toString(),
  );
}
