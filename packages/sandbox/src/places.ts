import { join } from 'node:path';

/** Every path of one checkout's sandbox. All of it lives below `.convoy/`, so that deleting that folder deletes the sandbox. */
export interface Places {
  readonly root: string;
  readonly state: string;
  readonly sandbox: string;
  readonly venv: string;
  readonly ministack: { readonly folder: string; readonly state: string; readonly temporary: string };
  readonly postgres: { readonly folder: string; readonly data: string; readonly ready: string };
  readonly remotes: string;
  readonly ledgerRemote: string;
  readonly pages: string;
  readonly authority: {
    readonly folder: string;
    readonly key: string;
    readonly certificate: string;
    readonly bundle: string;
  };
  readonly home: string;
  readonly logs: string;
  readonly temporary: string;
  /** Written when everything was built once; what lies here without it is half a sandbox. */
  readonly complete: string;
}

/** `venv` names an installed emulator that several sandboxes share; without it each checkout has its own. */
export function placesOf(root: string, venv?: string): Places {
  const sandbox = join(root, '.convoy', 'sandbox');
  const ministack = join(sandbox, 'ministack');
  const postgres = join(sandbox, 'postgres');
  const authority = join(sandbox, 'authority');
  const remotes = join(sandbox, 'remotes');
  return {
    root,
    state: join(root, '.convoy', 'sandbox.json'),
    sandbox,
    venv: venv ?? join(sandbox, 'venv'),
    ministack: { folder: ministack, state: join(ministack, 'state'), temporary: join(ministack, 'tmp') },
    postgres: { folder: postgres, data: join(postgres, 'data'), ready: join(postgres, 'initialised') },
    remotes,
    ledgerRemote: join(remotes, 'ledger.git'),
    pages: join(sandbox, 'pages'),
    authority: {
      folder: authority,
      key: join(authority, 'ca-key.pem'),
      certificate: join(authority, 'ca.pem'),
      bundle: join(authority, 'bundle.pem'),
    },
    home: join(sandbox, 'home'),
    logs: join(sandbox, 'logs'),
    temporary: join(sandbox, 'tmp'),
    complete: join(sandbox, 'complete'),
  };
}
