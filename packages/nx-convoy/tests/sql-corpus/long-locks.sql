-- expect: blocking
create index users_name on users (name);
-- expect: blocking
create unique index on public.users (lower(email));
-- expect: blocking
alter table users add constraint users_age check (age > 0);
-- expect: blocking
alter table users add constraint users_team foreign key (team_id) references teams (id);
-- expect: blocking
alter table users add column token uuid not null default gen_random_uuid();
-- expect: blocking
alter table users add column number bigserial;
-- expect: blocking
alter table users add column shout text generated always as (upper(name)) stored;
-- expect: blocking
refresh materialized view totals;
-- expect: safe
refresh materialized view concurrently totals;
-- expect: blocking
vacuum full users;
-- expect: safe
vacuum users;
-- expect: blocking
cluster users using users_name;
-- expect: blocking
lock table users in access exclusive mode;
-- expect: blocking
reindex table users;
-- expect: safe
reindex table concurrently users;
-- expect: blocking
drop index users_name;
-- expect: safe
drop index concurrently users_name;
