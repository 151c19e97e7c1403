import { sql } from 'drizzle-orm';
import { type Db, db, transactionOfActing } from './client';

/**
 * Does something in somebody's name: one transaction, which `db()` means throughout `fn`, so that the history knows who
 * it was, and all of it or nothing is kept. Within another one it is a part of that (a savepoint).
 * Not for what waits long, nor for work through the owner's connection on the same rows: that is another transaction,
 * which would wait for this one.
 * @param userId null: the system itself
 */
export async function actingAs<T>(userId: number | null, fn: () => Promise<T>): Promise<T> {
  return db().transaction(async (tx) => {
    const [before] = await tx.execute<{ actor: string }>(
      sql`select coalesce(current_setting('living.actor', true), '') as actor`,
    );
    await tx.execute(named(userId === null ? '' : String(userId)));
    const answer = await transactionOfActing.run(tx as unknown as Db, fn);
    // A setting outlives its savepoint.
    await tx.execute(named(before?.actor ?? ''));
    return answer;
  });
}

const named = (actor: string) => sql`select set_config('living.actor', ${actor}, true)`;
