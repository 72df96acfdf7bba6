-- Where a person works.
alter table users add column department text;

update users set department = 'Engineering' where email in ('ada.byron@assurex.example', 'alan.mathison@assurex.example');
update users set department = 'Operations' where department is null;
