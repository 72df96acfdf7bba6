import { formatDate } from './text.js';

/** The columns of the table of people. */
export const COLUMNS = [
  { title: 'Name', cell: (user) => user.name },
  { title: 'E-mail', cell: (user) => user.email },
  { title: 'Joined', cell: (user) => formatDate(user.createdAt) },
];

/** The figures at the top of the dashboard. */
export function summarise(users, integrations) {
  const connected = integrations.filter(({ status }) => status === 'connected').length;
  return [
    { title: 'People', value: String(users.length) },
    { title: 'Integrations connected', value: `${connected} of ${integrations.length}` },
  ];
}
