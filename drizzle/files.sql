-- Files of a release are of its newsroom: they go along when it moves, deleted ones too.
create or replace function store.move_files() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update store.files set newsroom_id = new.newsroom_id where release_id = new.id;
  return null;
end $$;

create or replace trigger move_files after update of newsroom_id on store.releases
  for each row when (old.newsroom_id <> new.newsroom_id) execute function store.move_files();
