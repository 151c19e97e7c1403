import { AsyncLocalStorage } from 'node:async_hooks';
import type postgres from 'postgres';

/**
 * Who causes what is written while a request is answered. It begins with nobody and is filled in as soon as it is known
 * who asks; from then on every statement says so, in a transaction of its own when it is in none, since the history's
 * triggers know people by a setting of the transaction.
 */
type Actor = { id: number | null };
// Once per process, also when a bundler makes two of this module.
const shared = globalThis as { presskitActor?: AsyncLocalStorage<Actor> };
const actor: AsyncLocalStorage<Actor> = shared.presskitActor ?? new AsyncLocalStorage();
shared.presskitActor = actor;

/** Everything that `work` writes is by whom actsNow() names in it. */
export const withActor = <T>(work: () => Promise<T>): Promise<T> => actor.run({ id: null }, work);

/** From here on it is this person who acts. Outside withActor it means nothing. */
export function actsNow(userId: number): void {
  const current = actor.getStore();
  if (current) current.id = userId;
}

/** The driver as drizzle uses it, with every statement in the name of who acts. */
export function inNameOfActor(sql: postgres.Sql): postgres.Sql {
  const named = (tx: postgres.TransactionSql) =>
    tx`select set_config('living.actor', ${String(actor.getStore()!.id)}, true)`;
  const isActing = () => (actor.getStore()?.id ?? null) !== null;

  const begin = async (work: (tx: postgres.TransactionSql) => Promise<unknown>) =>
    sql.begin(async (tx) => {
      if (isActing()) await named(tx);
      return work(tx);
    });
  const unsafe = (...statement: Parameters<typeof sql.unsafe>) => {
    if (!isActing()) return sql.unsafe(...statement);
    const run = async (asValues: boolean) => {
      const [, rows] = await sql.begin((tx) => {
        const query = tx.unsafe(...statement);
        return [named(tx), asValues ? query.values() : query];
      });
      return rows;
    };
    // What drizzle asks of a query: to be awaited, as it is or as values. It is sent when it is awaited.
    return {
      // biome-ignore lint/suspicious/noThenProperty: as the driver's own queries
      then: (...then: Parameters<Promise<unknown>['then']>) => run(false).then(...then),
      values: () => run(true),
    };
  };
  return new Proxy(sql, {
    get: (target, key) =>
      key === 'begin' ? begin : key === 'unsafe' ? unsafe : Reflect.get(target, key, target),
  });
}
