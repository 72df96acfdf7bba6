alter table users drop column department;
