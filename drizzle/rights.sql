-- What the application may do with the plain tables: read what the roll-up wrote, keep accounts and drafts, and add to
-- the audit log, which nobody changes.
do $$
declare
  app text := current_setting('living.app_role');
  name text;
begin
  foreach name in array array['hits_daily', 'hits_breakdown', 'rollups', 'hits_sums', 'hits_newsroom_daily',
    'hits_newsroom_breakdown', 'hits_newsroom_sums', 'hits_attributed', 'hits_homes'] loop
    execute format('revoke all on public.%I from public, %I', name, app);
    execute format('grant select on public.%I to %I', name, app);
  end loop;
  foreach name in array array['passwords', 'sessions', 'identities', 'mailed_tokens', 'invitations', 'rate_limits',
    'mails', 'sent_notes', 'api_tokens', 'share_links', 'preview_links', 'release_drafts', 'release_versions',
    'release_editors', 'sso_keys', 'sso_used_tokens', 'sso_arrivals', 'sso_sessions_in', 'sso_sessions_out',
    'sso_sign_outs'] loop
    execute format('revoke all on public.%I from public, %I', name, app);
    execute format('grant select, insert, update, delete on public.%I to %I', name, app);
  end loop;
  execute format('revoke all on public.audit_log from public, %I', app);
  execute format('grant select, insert on public.audit_log to %I', app);
end $$;
