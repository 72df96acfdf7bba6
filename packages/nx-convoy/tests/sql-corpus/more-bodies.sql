do $$
declare
  one record;
  many int := 0;
begin
  -- expect: breaking
  perform app.tidy_up(30);
  -- expect: safe
  perform pg_advisory_xact_lock(42);
  -- expect: breaking irreversible
  for one in execute 'drop table users' loop
    null;
  end loop;
  -- expect: breaking
  for one in execute 'drop table ' || 'users' loop
    null;
  end loop;
  -- expect: irreversible
  for one in delete from users where id < 3 returning * loop
    null;
  end loop;
  -- expect: safe
  for one in select id from users loop
    many := many + 1;
  end loop;
  -- expect: breaking
  many := app.renumber(many);
  if exists (select 1 from users) then
    -- expect: irreversible blocking
    with gone as (delete from sessions returning 1) select count(*) into many from gone;
  end if;
  -- expect: breaking
  if app.is_ready() then
    null;
  end if;
  -- expect: breaking
  call app.tidy_up();
  raise notice '% rows', coalesce(many, 0);
end $$;
