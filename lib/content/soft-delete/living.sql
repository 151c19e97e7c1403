-- Soft delete, the database's half. Idempotent; applied after every migration, in its transaction.
-- For each table of schema store that has the two columns of deletion: the view of its living rows in public, its
-- triggers, and the rights of the application's role, which current_setting('living.app_role') names.
-- Settings, each good for one transaction only: living.deletion (who, when, why; JSON), living.actor (who, for deletions
-- that do not say it), living.batch (the open batch), living.into (the batch to go on with, if it is not closed),
-- living.purge (hard deletes are meant).

-- The batch that this transaction's deletions belong to; the first one opens it, or goes on with the one it was given. That
-- one stays open until the transaction ends, since whoever restores or purges it waits for its row. A closed one is not
-- gone on with: what was deleted into it would be in no list, and could not be brought back.
create or replace function store.open_batch(root text) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  mine text := pg_current_xact_id()::text;
  noted text[] := string_to_array(current_setting('living.batch', true), ':');
  given text[] := string_to_array(current_setting('living.into', true), ':');
  said jsonb := coalesce(nullif(current_setting('living.deletion', true), ''), '{}')::jsonb;
  batch integer;
begin
  if noted[1] = mine then return noted[2]::integer; end if;
  if given[1] = mine then
    select d.id into batch from store.deletions d
    where d.id = given[2]::integer and d.restored_at is null and d.purged_at is null for share;
    if batch is not null then
      perform set_config('living.batch', mine || ':' || batch, true);
      return batch;
    end if;
  end if;
  insert into store.deletions (root_table, deleted_by, reason, deleted_at)
  values (root, coalesce(said ->> 'by', nullif(current_setting('living.actor', true), ''))::integer, said ->> 'why', coalesce((said ->> 'at')::timestamptz, now()))
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

-- Rows and all that hangs on them, level by level: among the living (what a deletion would take along) or, with a
-- batch, among what is deleted in it; 0: in any. For the owner only.
create or replace function store.family(root name, root_ids integer[], batch integer default null)
returns table (name name, ids integer[])
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  among text := case when batch is null then 'deleted_at is null' when batch = 0 then 'deleted_at is not null'
    else 'deletion_id = $3' end;
  found_ids jsonb := '{}';
  fresh jsonb;
  next_fresh jsonb;
  link record;
  more integer[];
begin
  execute format('select array_agg(c.id) from store.%I c where c.id = any($1) and c.%s', root,
    replace(among, '$3', '$2')) into more using root_ids, batch;
  if more is null then return; end if;
  fresh := jsonb_build_object(root, to_jsonb(more));
  found_ids := fresh;
  while fresh <> '{}' loop
    next_fresh := '{}';
    for link in select * from store.parent_links() loop
      continue when not fresh ? link.parent;
      execute format(
        'select array_agg(c.id) from store.%I c join store.%I p on c.%I = p.%I
          where p.id in (select f::integer from jsonb_array_elements_text($1) f) and c.%s
            and c.id not in (select k::integer from jsonb_array_elements_text($2) k)',
        link.child, link.parent, link.child_column, link.parent_column, among)
      into more using fresh -> link.parent::text,
        coalesce(found_ids -> link.child::text, '[]') || coalesce(next_fresh -> link.child::text, '[]'), batch;
      if more is not null then
        next_fresh := next_fresh || jsonb_build_object(link.child,
          coalesce(next_fresh -> link.child::text, '[]') || to_jsonb(more));
      end if;
    end loop;
    fresh := next_fresh;
    select coalesce(jsonb_object_agg(key, coalesce(found_ids -> key, '[]') || coalesce(fresh -> key, '[]')), '{}')
    into found_ids from jsonb_object_keys(found_ids || fresh) key;
  end loop;
  return query select n.key::name, array(select v::integer from jsonb_array_elements_text(n.value) v)
  from jsonb_each(found_ids) n order by n.key;
end $$;

-- What a restore is about: a whole batch, or rows of it with all that hangs on them.
create or replace function store.to_restore(batch integer, root name, root_ids integer[])
returns table (name name, ids integer[])
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if root is not null then
    return query select f.name, f.ids from store.family(root, root_ids, batch) f;
    return;
  end if;
  for name in select t.stored from store.stored_tables() t loop
    execute format('select array_agg(id) from store.%I where deletion_id = $1', name) into ids using batch;
    if ids is not null then return next; end if;
  end loop;
end $$;

-- Brings back everything of one batch and nothing else; with root and root_ids, only those rows of it and what hangs on
-- them. renamed, a list of {table, id, column, value}, gives rows other values on their way back. Unique values taken
-- meanwhile and deleted parents make it fail as a whole. Returns how many rows of which table. For the owner only.
drop function if exists store.restore(integer, integer, timestamptz);
create or replace function store.restore(batch integer, restored_by integer, at timestamptz,
  renamed jsonb default '[]', root name default null, root_ids integer[] default null)
returns table (name name, count bigint)
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  rename record;
begin
  perform 1 from store.deletions d where d.id = batch for update;
  if restored_by is not null then
    perform set_config('living.deletion', jsonb_build_object('by', restored_by)::text, true);
  end if;
  set constraints store.living_parent deferred;
  for rename in select * from jsonb_to_recordset(renamed) r ("table" name, id integer, "column" name, value text) loop
    execute format('update store.%I set %I = $1 where id = $2 and deletion_id = $3', rename."table", rename."column")
    using rename.value, rename.id, batch;
  end loop;
  -- The function is stable for this statement only: what is to be restored is read once, before anything is.
  for name, root_ids in select r.name, r.ids from store.to_restore(batch, root, root_ids) r loop
    execute format('update store.%I set deleted_at = null, deletion_id = null where deletion_id = $1 and id = any($2)', name)
    using batch, root_ids;
    get diagnostics count = row_count;
    if count > 0 then return next; end if;
  end loop;
  set constraints store.living_parent immediate;
  perform set_config('living.deletion', '', true);
  if not exists (select from store.batch_size(batch)) then
    update store.deletions d set restored_at = at, restored_by = restore.restored_by
    where d.id = batch and d.restored_at is null;
  end if;
end $$;

-- What of it cannot come back because a living row has its unique value: which row, which one has it, the last column of
-- the unique index, its value, and a free one (null when the value is not a plain column's text). For the owner only.
create or replace function store.restore_conflicts(batch integer, root name default null, root_ids integer[] default null)
returns table (name name, id integer, "column" name, value text, taken_by integer, offered text)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  part record;
  key record;
  n integer;
  is_free boolean;
begin
  for part in select r.name, r.ids from store.to_restore(batch, root, root_ids) r loop
    for key in
      select string_agg(format('(%s) as k%s', pg_get_indexdef(i.indexrelid, c, true), c), ', ' order by c) as keys,
        string_agg(format('r.k%1$s = o.k%1$s', c), ' and ' order by c) as same,
        coalesce(string_agg(format('(%s) as k%s', pg_get_indexdef(i.indexrelid, c, true), c), ', ' order by c)
          filter (where c < i.indnkeyatts), '1 as k0') as keys_before,
        coalesce(string_agg(format('r.k%1$s = o.k%1$s', c), ' and ' order by c)
          filter (where c < i.indnkeyatts), 'true') as same_before,
        (select a.attname from pg_attribute a where a.attrelid = i.indrelid and a.attnum > 0
          and pg_get_indexdef(i.indexrelid, i.indnkeyatts, true) ~ ('\m' || a.attname || '\M')
          order by length(a.attname) desc limit 1) as last_column,
        (select a.atttypid = 'text'::regtype from pg_attribute a
          where a.attrelid = i.indrelid and a.attnum = i.indkey[i.indnkeyatts - 1]) as is_text
      from pg_index i, generate_series(1, i.indnkeyatts::integer) c
      where i.indrelid = format('store.%I', part.name)::regclass and i.indisunique and i.indpred is not null
        and pg_get_expr(i.indpred, i.indrelid) ~ 'deleted_at IS NULL'
      group by i.indexrelid, i.indrelid, i.indnkeyatts, i.indkey[i.indnkeyatts - 1]
    loop
      for id, value, taken_by in execute format(
        'select r.id, r.value::text, o.id
          from (select id, %1$I as value, %2$s from store.%3$I where deletion_id = $1 and id = any($2)) r
          join (select id, %2$s from store.%3$I where deleted_at is null) o on %4$s order by r.id',
        key.last_column, key.keys, part.name, key.same) using batch, part.ids
      loop
        name := part.name;
        "column" := key.last_column;
        offered := null;
        n := 1;
        while key.is_text and offered is null and n < 1000 loop
          n := n + 1;
          offered := left(value, 75) || '-' || n;
          execute format(
            'select not exists (
              select from (select %2$s, %1$I as value from store.%3$I where id = $1) r
              join (select %2$s, %1$I as value from store.%3$I
                where deleted_at is null or deletion_id = $3 and id <> $1) o on %4$s where o.value = $2)',
            key.last_column, key.keys_before, part.name, key.same_before) into is_free using id, offered, batch;
          if not is_free then offered := null; end if;
        end loop;
        return next;
      end loop;
    end loop;
  end loop;
end $$;

-- What of it cannot come back because it hangs on something that stays deleted: which row, and in which batch it is. For
-- the owner only.
create or replace function store.dead_parents(batch integer, root name default null, root_ids integer[] default null)
returns table (name name, id integer, deletion integer)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  parts jsonb;
  link record;
begin
  select jsonb_object_agg(r.name, r.ids) into parts from store.to_restore(batch, root, root_ids) r;
  for link in select * from store.parent_links() loop
    continue when parts is null or not parts ? link.child;
    for name, id, deletion in execute format(
      'select distinct %L::name, p.id, p.deletion_id from store.%I c join store.%I p on c.%I = p.%I
        where c.id in (select i::integer from jsonb_array_elements_text($1) i) and p.deletion_id is not null
          and p.id not in (select i::integer from jsonb_array_elements_text($2) i)',
      link.parent, link.child, link.parent, link.child_column, link.parent_column)
      using parts -> link.child::text, coalesce(parts -> link.parent::text, '[]')
    loop
      return next;
    end loop;
  end loop;
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

-- Removes deleted rows for good, and with them what hangs on them; a living row is left alone. A batch of which nothing
-- is left is marked. For the owner only.
drop function if exists store.purge(name, text, anyelement);
create or replace function store.purge(stored name, condition text, argument anyelement, purged_by integer default null)
returns bigint
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  removed bigint;
  batches integer[];
begin
  if purged_by is not null then
    perform set_config('living.deletion', jsonb_build_object('by', purged_by)::text, true);
  end if;
  execute format('select array_agg(distinct t.deletion_id) from store.%I t where deleted_at is not null and %s',
    stored, condition) into batches using argument;
  -- What is being deleted into one of them now is waited for, so that it is not taken for empty.
  perform 1 from store.deletions d where d.id = any(batches) order by d.id for update;
  perform set_config('living.purge', pg_current_xact_id()::text, true);
  execute format('delete from store.%I where deleted_at is not null and %s', stored, condition) using argument;
  get diagnostics removed = row_count;
  perform set_config('living.purge', '', true);
  perform set_config('living.deletion', '', true);
  update store.deletions d set purged_at = now(), purged_by = purge.purged_by
  where d.id = any(batches) and d.restored_at is null and d.purged_at is null
    and not exists (select from store.batch_size(d.id));
  return removed;
end $$;
