-- What the application may do with the plain tables: read what the roll-up wrote.
do $$
begin
  execute format('revoke all on public.hits_daily, public.hits_breakdown, public.rollups from public, %1$I',
    current_setting('living.app_role'));
  execute format('grant select on public.hits_daily, public.hits_breakdown, public.rollups to %I',
    current_setting('living.app_role'));
end $$;
