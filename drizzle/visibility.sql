-- Tells whoever listens on channel presskit_visibility that something may have become invisible, by whatever path it
-- was changed, so that public links to files are taken away at once. PostgreSQL sends equal messages of one
-- transaction once.
create or replace function store.notify_visibility() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_notify('presskit_visibility', tg_table_name);
  return null;
end $$;

create or replace trigger notify_visibility after update of deleted_at or delete on store.newsrooms
  for each statement execute function store.notify_visibility();
create or replace trigger notify_visibility after update of deleted_at, status, published_at or delete on store.releases
  for each statement execute function store.notify_visibility();
create or replace trigger notify_visibility after update of deleted_at, release_id, newsroom_id, name, placement or delete on store.files
  for each statement execute function store.notify_visibility();
