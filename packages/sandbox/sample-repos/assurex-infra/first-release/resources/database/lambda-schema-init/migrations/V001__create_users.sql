-- People whose profile AssureX shows.
create table users (
  id integer generated always as identity primary key,
  email text not null unique,
  name text not null,
  created_at timestamptz not null default now()
);

insert into users (email, name, created_at) values
  ('ada.byron@assurex.example', 'Ada Byron', '2025-01-14T09:30:00Z'),
  ('grace.murray@assurex.example', 'Grace Murray', '2025-02-03T14:05:00Z'),
  ('alan.mathison@assurex.example', 'Alan Mathison', '2025-03-21T08:45:00Z'),
  ('hedy.kiesler@assurex.example', 'Hedy Kiesler', '2025-06-30T16:20:00Z');
