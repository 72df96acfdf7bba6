import { formatDate } from './text.js';

const DAYS_30 = 30 * 24 * 60 * 60 * 1000;

/** The columns of the table of people. */
export const COLUMNS = [
  { title: 'Name', cell: (user) => user.name },
  { title: 'E-mail', cell: (user) => user.email },
  { title: 'Department', cell: (user) => user.department ?? '–' },
  { title: 'Joined', cell: (user) => formatDate(user.createdAt) },
  { title: 'Last active', cell: (user) => formatDate(user.lastActiveAt) },
];

/** The figures at the top of the dashboard. */
export function summarise(users, integrations, now = Date.now()) {
  const active = users.filter(({ lastActiveAt }) => lastActiveAt && now - Date.parse(lastActiveAt) < DAYS_30).length;
  const connected = integrations.filter(({ status }) => status === 'connected').length;
  return [
    { title: 'People', value: String(users.length) },
    { title: 'Active in 30 days', value: String(active) },
    { title: 'Integrations connected', value: `${connected} of ${integrations.length}` },
  ];
}
