import assert from 'node:assert/strict';
import type postgres from 'postgres';

/** The mails that wait in the outbox, as a test reads them. */
export type Waiting = { to: string; subject: string; text: string };

export class Outbox {
  constructor(private readonly sql: postgres.Sql) {}

  /** What has been put in since the last look, oldest first. */
  async take(): Promise<Waiting[]> {
    const rows = await this.sql<{ recipient: string; subject: string; message: { text: string } }[]>`
      with taken as (delete from mails returning *) select * from taken order by id`;
    return rows.map(({ recipient, subject, message }) => ({ to: recipient, subject, text: message.text }));
  }

  /** The token of the one mail that has come, which has to be to this address. */
  async token(to: string): Promise<string> {
    const mails = await this.take();
    assert.deepEqual(
      mails.map((mail) => mail.to),
      [to],
    );
    const [link] = /https?:\/\/\S+token=\S+/.exec(mails[0]!.text) ?? [];
    assert.ok(link, mails[0]!.text);
    return new URL(link).searchParams.get('token')!;
  }
}
