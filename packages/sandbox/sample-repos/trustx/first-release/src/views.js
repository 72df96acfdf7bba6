import { element, table } from './element.js';
import { isOn } from './flags.js';
import { COLUMNS, summarise } from './people.js';
import { formatDate } from './text.js';
import { visitorId } from './visitor.js';

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

/** The dashboard: the new one for those visitors whom its flag names. */
export async function showProfiles(api, token) {
  const [users, integrations, flags] = await Promise.all([api.users(token), api.integrations(token), api.flags()]);
  const show = isOn(flags, 'new-dashboard', visitorId()) ? newDashboard : dashboard;
  return [element('h1', {}, 'Profile360'), ...show(users, integrations)];
}

/** A few figures, then the people. */
function dashboard(users, integrations) {
  const tiles = summarise(users, integrations).map(({ title, value }) =>
    element('div', { class: 'card tile' }, element('strong', {}, value), element('span', {}, title)),
  );
  return [element('div', { class: 'tiles' }, ...tiles), table('People', COLUMNS, users)];
}

/** The people, and beside them the figures with the state of every source. */
function newDashboard(users, integrations) {
  const figures = summarise(users, integrations).flatMap(({ title, value }) => [
    element('dt', {}, title),
    element('dd', {}, value),
  ]);
  const sources = integrations.map(({ name, status }) =>
    element('li', {}, name, element('span', { class: `pill ${status}` }, status)),
  );
  const aside = element(
    'aside',
    { class: 'card', 'aria-label': 'At a glance' },
    element('h2', {}, 'At a glance'),
    element('dl', {}, ...figures),
    element('ul', {}, ...sources),
  );
  return [element('div', { id: 'new-dashboard' }, table('People', COLUMNS, users), aside)];
}
