-- expect: safe
create table departments (id bigserial primary key, name text not null unique);
-- expect: safe
create index departments_name on departments (name);
-- expect: safe
alter table departments add constraint departments_name_check check (name <> '');
-- expect: safe
alter table "departments" alter column name set not null, add column code text not null;
-- expect: safe
insert into departments (name) values ('Sales');
-- expect: safe
alter table users add column department_id bigint;
-- expect: safe
alter table users add column "active" boolean not null default true;
-- expect: safe
alter table users add column created timestamptz not null default now();
-- expect: blocking
update users set department_id = 1;
-- expect: safe
update users set department_id = 1 where department_id is null;
-- expect: safe
create or replace view active_users as select * from users where active;
-- expect: safe
comment on column users.department_id is 'where somebody works';
-- expect: safe
create type mood as enum ('fine', 'bad');
-- expect: safe
alter type mood add value 'ok';
-- expect: safe
grant select on users to reporting;
-- expect: safe
create function add(a int, b int) returns int language sql as 'select a + b';
-- expect: safe
create index concurrently users_department on users (department_id);
-- expect: safe
alter table users add constraint users_department_fk foreign key (department_id) references departments (id) not valid;
-- expect: safe
alter table users validate constraint users_department_fk;
-- expect: safe
create unique index concurrently users_mail on users (email);
-- expect: safe
alter table users add constraint users_mail_key unique using index users_mail;
-- expect: safe
alter table users alter column name drop not null;
-- expect: safe
set lock_timeout = '5s';
