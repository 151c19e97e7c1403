-- The history, written by the database itself, so that no path around it exists. Idempotent; applied after every
-- migration, when the store is as it should be. Who changes something stands in the setting living.actor of the
-- transaction (lib/db/acting.ts); a deletion, a restore and a purge say it in living.deletion.

create or replace function history.note() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  ignored text[] := tg_argv[0]::text[];
  secrets text[] := tg_argv[1]::text[];
  secret text;
  said jsonb := coalesce(nullif(current_setting('living.deletion', true), ''), '{}')::jsonb;
  actor integer := coalesce(nullif(current_setting('living.actor', true), ''), said ->> 'by')::integer;
  before jsonb;
  after jsonb;
  action text := 'change';
  was jsonb;
  becomes jsonb;
begin
  if tg_op = 'INSERT' then
    -- What it was created with follows from what it is and what was changed since.
    insert into history.entries (actor_id, table_name, record_id, action)
    values (actor, tg_table_name, new.id, 'create');
    return null;
  end if;

  if tg_op = 'DELETE' then
    if current_setting('living.purge', true) is distinct from pg_current_xact_id()::text then
      insert into history.entries (actor_id, table_name, record_id, action, before)
      values (actor, tg_table_name, old.id, 'delete', to_jsonb(old) - ignored);
      return null;
    end if;
    -- A purge, of a stored row or of what goes with one: it leaves that something was done, and nothing of the content.
    update history.entries e set before = null, after = null
    where e.table_name = tg_table_name and e.record_id = old.id and (e.before is not null or e.after is not null);
    insert into history.entries (actor_id, table_name, record_id, action)
    values (actor, tg_table_name, old.id, 'purge');
    return null;
  end if;

  was := to_jsonb(old);
  becomes := to_jsonb(new);
  if was -> 'deletion_id' is distinct from becomes -> 'deletion_id' then
    action := case when becomes ->> 'deletion_id' is null then 'restore' else 'delete' end;
  end if;
  select jsonb_object_agg(n.key, was -> n.key), jsonb_object_agg(n.key, n.value) into before, after
  from jsonb_each(becomes - ignored - array['deleted_at', 'deletion_id']) n
  where n.value is distinct from was -> n.key;
  -- Of a secret, that it is another one, and nothing of either.
  foreach secret in array secrets loop
    if becomes -> secret is distinct from was -> secret then
      before := coalesce(before, '{}') || jsonb_build_object(secret, 'a secret');
      after := coalesce(after, '{}') || jsonb_build_object(secret, 'another secret');
      if was ->> secret is null then
        before := jsonb_set(before, array[secret], 'null');
        after := jsonb_set(after, array[secret], '"a secret"');
      elsif becomes ->> secret is null then
        after := jsonb_set(after, array[secret], 'null');
      end if;
    end if;
  end loop;
  if action = 'change' and before is null then return null; end if;
  insert into history.entries (actor_id, table_name, record_id, action, before, after, deletion_id)
  values (actor, tg_table_name, new.id, action, before, after,
    case when action <> 'change' then coalesce(becomes ->> 'deletion_id', was ->> 'deletion_id')::integer end);
  return null;
end $$;

-- Entries are added and never changed. One exception: a purge takes the values out of the entries of what it removes.
create or replace function history.refuse() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' and tg_table_schema = 'history'
    and current_setting('living.purge', true) = pg_current_xact_id()::text then
    if to_jsonb(new) = to_jsonb(old) || '{"before": null, "after": null}' then return new; end if;
  end if;
  raise exception '% of %.% is refused: entries are only ever added', tg_op, tg_table_schema, tg_table_name
    using errcode = 'HI001';
end $$;

do $$
declare
  app text := current_setting('living.app_role');
  t record;
begin
  execute format('revoke all on schema history from public, %I', app);
  execute format('revoke all on all tables in schema history from public, %I', app);

  -- Every stored table, and those that say who may do what. Never noted: what is secret, by its name (of what is called
  -- so, that it is another one); what PostgreSQL makes from the rest; and the traces of mere use.
  for t in
    select c.oid, n.nspname as schema, c.relname as name,
      (select coalesce(array_agg(a.attname order by a.attnum), '{}') from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and (a.attgenerated <> '' or a.attname ~ '(token|hash|password|secret)'
            or a.attname in ('updated_at', 'used_at', 'seen_at', 'body_text', 'excerpt'))) as ignored,
      (select coalesce(array_agg(a.attname order by a.attnum), '{}') from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and a.attname ~ 'secret') as secrets
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.oid in (select s.oid from store.stored_tables() s)
      or (n.nspname = 'public' and c.relkind in ('r', 'p')
        and c.relname in ('invitations', 'api_tokens', 'share_links', 'preview_links', 'identities')
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'id'))
  loop
    execute format('create or replace trigger note_history after insert or update or delete on %I.%I
      for each row execute function history.note(%L, %L)', t.schema, t.name, t.ignored::text, t.secrets::text);
  end loop;

  for t in select * from (values ('history', 'entries'), ('public', 'audit_log')) v (schema, name) loop
    execute format('create or replace trigger refuse_change before update or delete on %I.%I
      for each row execute function history.refuse()', t.schema, t.name);
    execute format('create or replace trigger refuse_truncate before truncate on %I.%I
      for each statement execute function history.refuse()', t.schema, t.name);
  end loop;

  foreach t.name in array array['saved_views', 'bulk_runs'] loop
    execute format('revoke all on public.%I from public, %I', t.name, app);
    execute format('grant select, insert, update, delete on public.%I to %I', t.name, app);
  end loop;
end $$;

-- The newest entry of a record: what tells whether somebody changed it meanwhile. A number and nothing else, so the
-- application may ask.
create or replace function public.record_version(of_table name, id bigint) returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(max(e.id), 0) from history.entries e where e.table_name = of_table and e.record_id = $2
$$;
