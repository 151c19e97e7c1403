import { sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/**
 * What of the store is not as living.sql makes it, a sentence each; empty when all is well. Looks at the catalog only:
 * every table is opted in or named as exempt, and each opted-in one has its view of all columns but the two of
 * deletion, of its living rows, with its triggers, and with the rights of the application's role and no more.
 */
export async function drift(
  owner: PgDatabase<PgQueryResultHKT, Record<string, unknown>>,
  { appRole, exempt = ['deletions'] }: { appRole: string; exempt?: string[] },
): Promise<string[]> {
  const tables = [...((await owner.execute(catalog(appRole))) as Iterable<Row>)];
  return tables.flatMap((table) => {
    if (exempt.includes(table.name))
      return table.reachable ? [`${appRole} has rights on store.${table.name}`] : [];
    if (!table.stored) return [`store.${table.name} is not opted in: declare it with stored()`];
    return Object.entries(expectations)
      .filter(([, asExpected]) => !asExpected(table))
      .map(([what]) => `${what}: ${table.name}`);
  });
}

const expectations: Record<string, (table: Row) => boolean> = {
  'the view shows other columns than the table has': (t) => t.shown === t.columns,
  'the view does not hide deleted rows': (t) =>
    /WHERE \(?\(?(\w+\.)?deleted_at IS NULL\)?\)?;?$/.test(t.definition ?? ''),
  'the view has no check option': (t) => /check_option=local/.test(t.options ?? ''),
  'the view has other triggers': (t) => t.viewTriggers === 'soft_delete, soft_delete_children',
  'the table has no trigger that refuses DELETE': (t) => t.triggers.includes('refuse_delete'),
  'the table has no trigger that refuses TRUNCATE': (t) => t.triggers.includes('refuse_truncate'),
  'the table has no trigger that checks its parents': (t) =>
    !t.isChild || t.triggers.includes('living_parent'),
  'the application has other rights on the view': (t) => t.rights === 'DELETE, INSERT, SELECT, UPDATE',
  'the application has rights on the table': (t) => !t.reachable,
};

type Row = {
  name: string;
  stored: boolean;
  columns: string;
  shown: string | null;
  definition: string | null;
  options: string | null;
  viewTriggers: string | null;
  triggers: string[];
  isChild: boolean;
  rights: string | null;
  reachable: boolean;
};

// A disabled trigger is none.
const catalog = (appRole: string) => sql`/* softDelete.drift */
  with columns as (
    select attrelid, string_agg(attname, ', ' order by attname)
      filter (where attname not in ('deleted_at', 'deletion_id')) as names
    from pg_attribute where attnum > 0 and not attisdropped group by attrelid
  ), triggers as (
    select tgrelid, array_agg(tgname::text order by tgname) as names
    from pg_trigger where not tgisinternal and tgenabled in ('O', 'A') group by tgrelid
  )
  select t.relname as name,
    exists (select from store.stored_tables() s where s.oid = t.oid) as stored,
    tc.names as columns, vc.names as shown,
    rtrim(pg_get_viewdef(v.oid)) as definition, array_to_string(v.reloptions, ' ') as options,
    array_to_string(vt.names, ', ') as "viewTriggers", coalesce(tt.names, '{}') as triggers,
    exists (select from store.parent_links() l where l.child = t.relname) as "isChild",
    (select string_agg(a.privilege_type, ', ' order by a.privilege_type)
      from aclexplode(v.relacl) a where a.grantee = ${appRole}::regrole) as rights,
    has_schema_privilege(${appRole}, 'store', 'usage')
      or has_table_privilege(${appRole}, t.oid, 'select, insert, update, delete, truncate') as reachable
  from pg_class t
  left join pg_class v on v.relname = t.relname and v.relkind = 'v' and v.relnamespace = 'public'::regnamespace
  left join columns tc on tc.attrelid = t.oid
  left join columns vc on vc.attrelid = v.oid
  left join triggers tt on tt.tgrelid = t.oid
  left join triggers vt on vt.tgrelid = v.oid
  where t.relnamespace = 'store'::regnamespace and t.relkind in ('r', 'p')
  order by t.relname`;
