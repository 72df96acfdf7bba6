-- expect: breaking irreversible
drop table "Orders";
-- expect: breaking irreversible
drop table if exists old_users, older_users cascade;
-- expect: breaking irreversible
alter table users drop column "Last Name";
-- expect: irreversible blocking
truncate sessions;
-- expect: irreversible
delete from users where id < 10;
-- expect: irreversible blocking
delete from sessions;
-- expect: irreversible
update users set name = trim(name) where name like ' %';
-- expect: irreversible blocking
update users set name = 'x';
-- expect: breaking irreversible
drop schema archive cascade;
-- expect: safe
create table scratch (id int);
-- expect: safe
truncate scratch;
-- expect: safe
drop table scratch;
