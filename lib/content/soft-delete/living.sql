-- Soft delete, the database's half. Idempotent; applied after every migration, in its transaction.
-- For each table of schema store that has the two columns of deletion: the view of its living rows in public, its
-- triggers, and the rights of the application's role, which current_setting('living.app_role') names.
-- Settings, each good for one transaction only: living.deletion (who, when, why; JSON), living.batch (the open batch),
-- living.purge (hard deletes are meant).

-- The batch that this transaction's deletions belong to; the first one opens it.
create or replace function store.open_batch(root text) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  mine text := pg_current_xact_id()::text;
  noted text[] := string_to_array(current_setting('living.batch', true), ':');
  said jsonb := coalesce(nullif(current_setting('living.deletion', true), ''), '{}')::jsonb;
  batch integer;
begin
  if noted[1] = mine then return noted[2]::integer; end if;
  insert into store.deletions (root_table, deleted_by, reason, deleted_at)
  values (root, (said ->> 'by')::integer, said ->> 'why', coalesce((said ->> 'at')::timestamptz, now()))
  returning id into batch;
  perform set_config('living.batch', mine || ':' || batch, true);
  return batch;
end $$;

-- Instead of deleting a row of the view: marks the row beneath.
create or replace function store.soft_delete() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  batch integer := store.open_batch(tg_table_name);
  marked integer;
begin
  execute format(
    'update store.%I t set deletion_id = d.id, deleted_at = d.deleted_at from store.deletions d
      where d.id = $1 and t.id = $2 and t.deleted_at is null', tg_table_name)
  using batch, old.id;
  get diagnostics marked = row_count;
  -- Somebody else deleted it meanwhile.
  if marked = 0 then return null; end if;
  return old;
end $$;

-- After the statement: the children of what it deleted, level by level, in the same batch.
create or replace function store.delete_children() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  noted text[] := string_to_array(current_setting('living.batch', true), ':');
  link record;
  marked integer;
  more boolean := true;
begin
  if noted[1] is distinct from pg_current_xact_id()::text then return null; end if;
  while more loop
    more := false;
    for link in select * from store.parent_links() loop
      execute format(
        'update store.%I c set deletion_id = p.deletion_id, deleted_at = p.deleted_at from store.%I p
          where p.deletion_id = $1 and c.%I = p.%I and c.deleted_at is null',
        link.child, link.parent, link.child_column, link.parent_column)
      using noted[2]::integer;
      get diagnostics marked = row_count;
      more := more or marked > 0;
    end loop;
  end loop;
  return null;
end $$;

-- The tables that are opted in.
create or replace function store.stored_tables() returns table (oid oid, stored name)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select c.oid, c.relname from pg_class c
  where c.relnamespace = 'store'::regnamespace and c.relkind in ('r', 'p')
    and 2 = (select count(*) from pg_attribute a
      where a.attrelid = c.oid and a.attname in ('deleted_at', 'deletion_id') and not a.attisdropped)
  order by c.relname
$$;

-- Foreign keys "on delete cascade" between two tables of the store.
create or replace function store.parent_links()
returns table (child name, child_column name, parent name, parent_column name)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select c.relname, ca.attname, p.relname, pa.attname
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid and c.relnamespace = 'store'::regnamespace
  join pg_class p on p.oid = k.confrelid and p.relnamespace = 'store'::regnamespace
  join pg_attribute ca on ca.attrelid = c.oid and ca.attnum = k.conkey[1]
  join pg_attribute pa on pa.attrelid = p.oid and pa.attnum = k.confkey[1]
  where k.contype = 'f' and k.confdeltype = 'c' and cardinality(k.conkey) = 1
  order by k.conname
$$;

-- No living child under a deleted parent. The share lock makes a deletion of the parent wait for this transaction, and
-- this one for a deletion that is under way; a foreign key's own lock would let them pass each other.
-- Its arguments are the parents, three for each: own column, the parent's table, the parent's column.
create or replace function store.check_parents() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  dead boolean;
begin
  for i in 0 .. tg_nargs - 1 by 3 loop
    execute format('select deleted_at is not null from store.%I where %I = ($1).%I for share',
      tg_argv[i + 1], tg_argv[i + 2], tg_argv[i])
    into dead using new;
    if dead then
      raise exception 'a row of % cannot live under a deleted row of %', tg_table_name, tg_argv[i + 1]
        using errcode = 'DP001', table = tg_argv[i + 1], hint = 'Restore it first.';
    end if;
  end loop;
  return null;
end $$;

create or replace function store.refuse_delete() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if current_setting('living.purge', true) is distinct from pg_current_xact_id()::text then
    raise exception '% on store.% is refused: rows are soft-deleted through public.%, and only a purge removes them',
      tg_op, tg_table_name, tg_table_name using errcode = 'DP002';
  end if;
  return case when tg_op = 'DELETE' then old end;
end $$;

do $$
declare
  app_role text := current_setting('living.app_role');
  t record;
  columns text;
  parent_columns text;
  parents text;
begin
  execute format('grant usage on schema public to %I', app_role);
  execute format('revoke all on schema store from public, %I', app_role);
  execute format('revoke all on all tables in schema store from public, %I', app_role);
  execute format('revoke all on all sequences in schema store from public, %I', app_role);

  for t in select oid, stored as name from store.stored_tables() loop
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into columns from pg_attribute a
    where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
      and a.attname not in ('deleted_at', 'deletion_id');
    begin
      execute format('create or replace view public.%I as select %s from store.%I where deleted_at is null
        with local check option', t.name, columns, t.name);
    exception when invalid_table_definition then
      execute format('drop view public.%I', t.name);
      execute format('create view public.%I as select %s from store.%I where deleted_at is null
        with local check option', t.name, columns, t.name);
    end;
    execute format('revoke all on public.%I from public', t.name);
    execute format('grant select, insert, update, delete on public.%I to %I', t.name, app_role);
    execute format('create or replace trigger soft_delete instead of delete on public.%I
      for each row execute function store.soft_delete()', t.name);
    execute format('create or replace trigger soft_delete_children after delete on public.%I
      for each statement execute function store.delete_children()', t.name);
    execute format('create or replace trigger refuse_delete before delete on store.%I
      for each row execute function store.refuse_delete()', t.name);
    execute format('create or replace trigger refuse_truncate before truncate on store.%I
      for each statement execute function store.refuse_delete()', t.name);

    -- PostgreSQL replaces no constraint trigger; the set of columns may have changed, so it is made anew.
    execute format('drop trigger if exists living_parent on store.%I', t.name);
    select string_agg(quote_ident(child_column), ', '),
      string_agg(format('%L, %L, %L', child_column, parent, parent_column), ', ')
    into parent_columns, parents from store.parent_links() where child = t.name;
    if parent_columns is not null then
      execute format('create constraint trigger living_parent after insert or update of deleted_at, %s on store.%I
        deferrable initially immediate for each row when (new.deleted_at is null)
        execute function store.check_parents(%s)', parent_columns, t.name, parents);
    end if;
  end loop;
end $$;

-- Brings back everything of one batch and nothing else. Unique values taken meanwhile and parents deleted in another
-- batch make it fail as a whole. Returns how many rows of which table. For the owner only.
create or replace function store.restore(batch integer, restored_by integer, at timestamptz)
returns table (name name, count bigint)
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform 1 from store.deletions d where d.id = batch for update;
  set constraints store.living_parent deferred;
  for name in select t.stored from store.stored_tables() t loop
    execute format('update store.%I set deleted_at = null, deletion_id = null where deletion_id = $1', name) using batch;
    get diagnostics count = row_count;
    if count > 0 then return next; end if;
  end loop;
  set constraints store.living_parent immediate;
  update store.deletions d set restored_at = at, restored_by = restore.restored_by
  where d.id = batch and d.restored_at is null;
end $$;

-- How many rows of which table are deleted in a batch. For the owner only.
create or replace function store.batch_size(batch integer) returns table (name name, count bigint)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  for name in select t.stored from store.stored_tables() t loop
    execute format('select count(*) from store.%I where deletion_id = $1', name) into count using batch;
    if count > 0 then return next; end if;
  end loop;
end $$;

-- Removes deleted rows for good, and with them what hangs on them; a living row is left alone. For the owner only.
create or replace function store.purge(stored name, condition text, argument anyelement) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  removed bigint;
begin
  perform set_config('living.purge', pg_current_xact_id()::text, true);
  execute format('delete from store.%I where deleted_at is not null and %s', stored, condition) using argument;
  get diagnostics removed = row_count;
  perform set_config('living.purge', '', true);
  return removed;
end $$;
