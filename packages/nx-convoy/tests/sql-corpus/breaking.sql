-- expect: breaking
alter table users rename column name to full_name;
-- expect: breaking
alter table users rename to people;
-- expect: safe
alter index users_name rename to users_by_name;
-- expect: breaking blocking
alter table users alter column age type bigint;
-- expect: breaking blocking
alter table users alter column email set not null;
-- expect: breaking
alter table users add column department text not null;
-- expect: breaking
alter table users alter column state drop default;
-- expect: safe
alter table users alter column state set default 'new';
-- expect: breaking
drop view active_users;
-- expect: breaking
drop function add(int, int);
-- expect: breaking
create or replace function add(a int, b int) returns int language sql as 'select a - b';
-- expect: breaking
revoke select on users from reporting;
-- expect: breaking
create trigger t before insert on users for each row execute function audit();
-- expect: breaking
alter type mood rename value 'fine' to 'good';
-- expect: breaking irreversible blocking
alter table users add column nickname text, drop column age, alter column name type varchar(40), alter column state set default 'x';
-- expect: breaking
alter table users enable row level security;
-- expect: breaking
alter table users set schema archive;
-- expect: breaking
call tidy_up();
