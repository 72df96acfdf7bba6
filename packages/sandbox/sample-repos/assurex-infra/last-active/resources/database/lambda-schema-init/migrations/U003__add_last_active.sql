alter table users drop column last_active_at;
