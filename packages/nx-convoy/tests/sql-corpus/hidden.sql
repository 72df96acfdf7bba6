-- expect: irreversible blocking
with gone as (delete from users returning id) select count(*) from gone;
-- expect: irreversible
with old as (select id from users where age > 90) update users set age = 0 where id in (select id from old);
-- expect: irreversible
insert into settings (name, value) values ('theme', 'dark') on conflict (name) do update set value = excluded.value;
-- expect: safe
insert into settings (name, value) values ('theme', 'dark') on conflict do nothing;
-- expect: irreversible
merge into users u using leavers l on u.id = l.id when matched then delete;
-- expect: irreversible
merge into users u using news n on u.id = n.id when matched then update set name = n.name when not matched then insert (id, name) values (n.id, n.name);
-- expect: safe
merge into users u using news n on u.id = n.id when not matched then insert (id, name) values (n.id, n.name);
-- expect: breaking
select app.tidy_up(30);
-- expect: breaking
insert into reports select * from make_report(2025);
-- expect: safe
select setval('users_id_seq', (select max(id) from users));
-- expect: safe
insert into totals (day, amount) select date_trunc('day', created), sum(amount) from orders group by 1;
-- expect: breaking irreversible
drop owned by old_service;
-- expect: breaking irreversible
drop type mood cascade;
-- expect: breaking
drop type unused_mood;
-- expect: breaking irreversible
drop extension hstore cascade;
-- expect: breaking blocking irreversible
alter table users alter column price type integer using round(price);
-- expect: breaking blocking irreversible
alter table users alter column name type varchar(20);
-- expect: breaking blocking
alter table users alter column name type text;
-- expect: safe
create table if not exists visits (id bigint);
-- expect: breaking irreversible
drop table visits;
-- expect: safe
alter table users add column if not exists score int;
-- expect: irreversible blocking
update users set score = 0;
-- expect: safe
create table users_new (id bigint primary key);
-- expect: breaking
alter table users rename to users_old;
-- expect: safe
alter table users_new rename to users;
-- expect: safe
alter table users drop column if exists legacy;
-- expect: blocking
create table orders_2026 partition of orders for values from ('2026-01-01') to ('2027-01-01');
-- expect: breaking
copy users from '/tmp/users.csv';
-- expect: breaking
prepare wipe as delete from users;
