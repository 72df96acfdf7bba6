import { element, table } from './element.js';
import { COLUMNS, summarise } from './people.js';
import { formatDate } from './text.js';

/** The login form; `submit` gets the token and answers a message when it is refused. */
export function showLogin(message, submit) {
  const input = element('input', { id: 'token', name: 'token', type: 'password', autocomplete: 'current-password' });
  input.required = true;
  const notice = element('p', { class: 'notice', role: 'alert' }, message);
  const form = element(
    'form',
    { class: 'card login' },
    element('h1', {}, 'Sign in to TrustX'),
    element('label', { for: 'token' }, 'Access token', input),
    element('button', { type: 'submit' }, 'Sign in'),
    notice,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit(input.value.trim()).then((refusal) => (notice.textContent = refusal));
  });
  return [form];
}

/** The systems that profiles come from. */
export async function showIntegrations(api, token) {
  const integrations = await api.integrations(token);
  const columns = [
    { title: 'Name', cell: ({ name }) => name },
    { title: 'Kind', cell: ({ kind }) => kind },
    { title: 'Status', cell: ({ status }) => element('span', { class: `pill ${status}` }, status) },
    { title: 'Last synchronised', cell: ({ syncedAt }) => formatDate(syncedAt) },
  ];
  return [element('h1', {}, 'Integrations'), table('Integrations', columns, integrations)];
}

/** The dashboard: a few figures, then the people. */
export async function showProfiles(api, token) {
  const [users, integrations] = await Promise.all([api.users(token), api.integrations(token)]);
  const tiles = summarise(users, integrations).map(({ title, value }) =>
    element('div', { class: 'card tile' }, element('strong', {}, value), element('span', {}, title)),
  );
  return [
    element('h1', {}, 'Profile360'),
    element('div', { class: 'tiles' }, ...tiles),
    table('People', COLUMNS, users),
  ];
}
