-- expect: irreversible blocking
with gone as (delete from users returning *) select count(*) from gone;
-- expect: irreversible
insert into archive select * from (with gone as (delete from users where id < 9 returning *) select * from gone) old;
-- expect: irreversible
insert into users (id, name) values (1, 'Ada') on conflict (id) do update set name = excluded.name;
-- expect: safe
insert into users (id, name) values (1, 'Ada') on conflict do nothing;
-- expect: safe
create table if not exists sessions (id int);
-- expect: breaking irreversible
drop table sessions;
-- expect: safe
alter table users add column if not exists nickname text;
-- expect: irreversible blocking
update users set nickname = name;
-- expect: safe
create table new_users (id int);
-- expect: safe
alter table new_users rename to people;
-- expect: safe
drop table people;
-- expect: breaking irreversible
drop table people;
-- expect: breaking
alter table users add constraint users_name_there not null name not valid;
-- expect: blocking
alter table users add column seen timestamptz not null default timezone('utc', clock_timestamp());
-- expect: blocking
alter table users add column codes bigint[] not null default array[nextval('numbers')];
-- expect: safe
alter table users add column tags text[] not null default array['new'];
do $$
declare
  r record;
begin
  -- expect: irreversible blocking
  for r in delete from users returning id loop
    -- expect: safe
    perform 1;
  end loop;
  -- expect: breaking
  for r in execute 'select ' || 1 loop
    null;
  end loop;
end $$;
