-- When a person was last seen in any integration; null for somebody who never was.
alter table users add column last_active_at timestamptz;

update users set last_active_at = now() - interval '2 days' where email = 'ada.byron@assurex.example';
update users set last_active_at = now() - interval '9 days' where email = 'grace.murray@assurex.example';
update users set last_active_at = now() - interval '200 days' where email = 'alan.mathison@assurex.example';

create index users_last_active_at on users (last_active_at);
