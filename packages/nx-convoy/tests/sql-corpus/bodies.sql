do $$
begin
  if exists (select 1 from users) then
    -- expect: breaking irreversible
    drop table old_users;
  end if;
  for i in 1..3 loop
    -- expect: irreversible
    delete from users where id = i;
  end loop;
  -- expect: safe
  insert into log values ('done');
end $$;
do $body$
begin
  -- expect: breaking
  execute format('drop table %I', 'users');
  -- expect: breaking irreversible
  execute 'alter table users drop column age';
  -- expect: safe
  execute 'create table made_here (id int)';
exception when others then
  -- expect: irreversible blocking
  truncate users;
end $body$;
-- expect: breaking
do language plpython3u 'plpy.execute("drop table users")';
