import { createApi } from './api.js';
import { element } from './element.js';
import { session } from './session.js';
import { showIntegrations, showLogin, showProfiles } from './views.js';

const VIEWS = { '#/integrations': showIntegrations, '#/profile360': showProfiles };
const HOME = '#/profile360';

const read = (name) => document.querySelector(`meta[name="${name}"]`).content;
const api = createApi(read('api'));
const view = document.getElementById('view');
const navigation = document.getElementById('navigation');
let shown = 0;

async function signIn(token) {
  try {
    await api.users(token);
  } catch (error) {
    return error.message;
  }
  session.start(token);
  if (location.hash === HOME) await show();
  else location.hash = HOME;
  return '';
}

function askForToken(message) {
  session.end();
  navigation.hidden = true;
  view.replaceChildren(...showLogin(message, signIn));
}

async function show() {
  const token = session.read();
  if (!token) return askForToken('');
  // A slower answer for a page that was left meanwhile is not shown.
  const turn = (shown += 1);
  const hash = Object.hasOwn(VIEWS, location.hash) ? location.hash : HOME;
  navigation.hidden = false;
  for (const link of navigation.querySelectorAll('a')) {
    if (link.getAttribute('href') === hash) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  view.replaceChildren(element('p', { role: 'status' }, 'Loading…'));
  try {
    const content = await VIEWS[hash](api, token);
    if (turn === shown) view.replaceChildren(...content);
  } catch (error) {
    if (turn !== shown) return undefined;
    if (error.status === 401) return askForToken('Your session has ended. Sign in again.');
    view.replaceChildren(element('p', { class: 'notice', role: 'alert' }, error.message));
  }
  return undefined;
}

document.getElementById('build').textContent = read('commit').slice(0, 8);
document.getElementById('sign-out').addEventListener('click', () => askForToken(''));
window.addEventListener('hashchange', () => void show());
void show();
