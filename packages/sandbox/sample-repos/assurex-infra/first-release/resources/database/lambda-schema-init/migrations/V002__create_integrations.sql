-- Systems that profiles are gathered from.
create table integrations (
  id integer generated always as identity primary key,
  name text not null unique,
  kind text not null,
  status text not null check (status in ('connected', 'paused', 'failing')),
  synced_at timestamptz
);

insert into integrations (name, kind, status, synced_at) values
  ('Directory', 'identity', 'connected', '2025-10-16T22:00:00Z'),
  ('Payroll', 'hr', 'connected', '2025-10-16T21:30:00Z'),
  ('Ticketing', 'support', 'paused', '2025-09-28T07:15:00Z');
