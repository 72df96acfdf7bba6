// What a schema consists of, asked of PostgreSQL's own catalogues: `name` and `properties`, the most telling property first. The place of a column is left
// out: no way back brings a dropped column to its old place, and code names its columns.

/** Schemas of people, without what PostgreSQL has for itself. */
const visible = (namespace: string): string =>
  `${namespace}.nspname not in ('pg_catalog', 'information_schema') and ${namespace}.nspname !~ '^pg_(toast|temp)'`;
/** Not what an extension brought. */
const own = (catalogue: string, oid: string): string =>
  `not exists (select from pg_depend e where e.classid = '${catalogue}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;
const label = (namespace: string, name: string): string =>
  `case ${namespace}.nspname when 'public' then ${name}::text else ${namespace}.nspname || '.' || ${name} end`;

export const CATALOGUE_QUERIES: readonly (readonly [kind: string, sql: string])[] = [
  [
    'schema',
    `select n.nspname as name, json_build_object('grants', n.nspacl::text) as properties
     from pg_namespace n where ${visible('n')} and ${own('pg_namespace', 'n.oid')}`,
  ],
  [
    'extension',
    `select extname as name, json_build_object('version', extversion) as properties from pg_extension where extname <> 'plpgsql'`,
  ],
  [
    'table',
    `select ${label('n', 'c.relname')} as name, json_build_object(
       'kind', case c.relkind when 'p' then 'partitioned' when 'f' then 'foreign'
         else case c.relpersistence when 'u' then 'unlogged' else 'table' end end,
       'partition', case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end,
       'partitioned by', case c.relkind when 'p' then pg_get_partkeydef(c.oid) end,
       'inherits', (select string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno) from pg_inherits i where i.inhrelid = c.oid),
       'row security', case when c.relrowsecurity then case when c.relforcerowsecurity then 'forced' else 'on' end end,
       'options', c.reloptions::text, 'grants', c.relacl::text, 'comment', obj_description(c.oid, 'pg_class')) as properties
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'f') and ${visible('n')} and ${own('pg_class', 'c.oid')}`,
  ],
  [
    'column',
    `select ${label('n', 'c.relname')} || '.' || a.attname as name, json_build_object(
       'type', format_type(a.atttypid, a.atttypmod), 'null', case when a.attnotnull then 'no' end,
       'default', case a.attgenerated when '' then pg_get_expr(d.adbin, d.adrelid) end,
       'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
       'generated', case when a.attgenerated <> '' then
         pg_get_expr(d.adbin, d.adrelid) || case a.attgenerated when 's' then ' stored' else ' virtual' end end,
       'collation', case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end,
       'grants', a.attacl::text, 'comment', col_description(c.oid, a.attnum)) as properties
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where c.relkind in ('r', 'p', 'f', 'c') and a.attnum > 0 and not a.attisdropped and ${visible('n')} and ${own('pg_class', 'c.oid')}`,
  ],
  [
    'constraint',
    // Of NOT NULL the column tells.
    `select ${label('n', 'c.relname')} || '.' || o.conname as name,
       json_build_object('definition', pg_get_constraintdef(o.oid)) as properties
     from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace
     where o.contype in ('c', 'f', 'p', 'u', 'x') and ${visible('n')} and ${own('pg_class', 'o.conrelid')}`,
  ],
  [
    'index',
    `select ${label('n', 'c.relname')} as name, json_build_object('definition', pg_get_indexdef(i.indexrelid),
       'valid', case when not i.indisvalid then 'no' end) as properties
     from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
     where ${visible('n')} and ${own('pg_class', 'i.indrelid')}
       and not exists (select from pg_constraint o where o.conindid = i.indexrelid and o.contype in ('p', 'u', 'x'))`,
  ],
  [
    'view',
    `select ${label('n', 'c.relname')} as name, json_build_object('definition', pg_get_viewdef(c.oid),
       'kind', case c.relkind when 'm' then 'materialized' end, 'options', c.reloptions::text, 'grants', c.relacl::text,
       'comment', obj_description(c.oid, 'pg_class')) as properties
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('v', 'm') and ${visible('n')} and ${own('pg_class', 'c.oid')}`,
  ],
  [
    'function',
    `select ${label('n', 'p.proname')} || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name, json_build_object(
       'definition', case p.prokind when 'a' then 'aggregate' else pg_get_functiondef(p.oid) end,
       'grants', p.proacl::text, 'comment', obj_description(p.oid, 'pg_proc')) as properties
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${visible('n')} and ${own('pg_proc', 'p.oid')}`,
  ],
  [
    'type',
    `select ${label('n', 't.typname')} as name, json_build_object(
       'is', case t.typtype when 'e' then 'enum (' || (select string_agg(quote_literal(l.enumlabel), ', ' order by l.enumsortorder)
           from pg_enum l where l.enumtypid = t.oid) || ')' when 'c' then 'composite' when 'r' then 'range'
         else 'domain over ' || format_type(t.typbasetype, t.typtypmod) end,
       'null', case when t.typnotnull then 'no' end, 'default', t.typdefault,
       'checks', (select string_agg(o.conname || ' ' || pg_get_constraintdef(o.oid), '; ' order by o.conname)
         from pg_constraint o where o.contypid = t.oid and o.contype = 'c'),
       'grants', t.typacl::text) as properties
     from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
     where t.typtype in ('e', 'd', 'r', 'c') and (c.oid is null or c.relkind = 'c') and ${visible('n')} and ${own('pg_type', 't.oid')}`,
  ],
  [
    'sequence',
    // The sequence of an identity column goes with its column.
    `select ${label('n', 'c.relname')} as name, json_build_object('type', format_type(s.seqtypid, null),
       'start', s.seqstart::text, 'increment', s.seqincrement::text, 'range', s.seqmin || '…' || s.seqmax,
       'cycle', case when s.seqcycle then 'yes' end, 'grants', c.relacl::text,
       'owned by', (select d.refobjid::regclass || '.' || a.attname from pg_depend d
         join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
         where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'a')) as properties
     from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
     where ${visible('n')} and ${own('pg_class', 'c.oid')}
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')`,
  ],
  [
    'trigger',
    `select ${label('n', 'c.relname')} || '.' || g.tgname as name, json_build_object('definition', pg_get_triggerdef(g.oid),
       'enabled', case g.tgenabled when 'O' then null else g.tgenabled::text end) as properties
     from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
     where not g.tgisinternal and ${visible('n')} and ${own('pg_class', 'c.oid')}`,
  ],
  [
    'rule',
    `select ${label('n', 'c.relname')} || '.' || r.rulename as name, json_build_object('definition', pg_get_ruledef(r.oid)) as properties
     from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
     where r.rulename <> '_RETURN' and ${visible('n')} and ${own('pg_class', 'c.oid')}`,
  ],
  [
    'policy',
    `select ${label('n', 'c.relname')} || '.' || p.polname as name, json_build_object(
       'for', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
       'kind', case when not p.polpermissive then 'restrictive' end,
       'roles', (select string_agg(case m when 0 then 'public' else m::regrole::text end, ', ') from unnest(p.polroles) m),
       'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)) as properties
     from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
     where ${visible('n')} and ${own('pg_class', 'c.oid')}`,
  ],
];
