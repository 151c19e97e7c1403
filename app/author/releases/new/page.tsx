import Link from 'next/link';
import { Form, Select, Submit } from '@/app/_components/Form';
import { personal } from '@/app/_site/personal';
import { idOf, text } from '@/app/_site/requests';
import { requireUser } from '@/app/_site/who';
import { newsroomsWith } from '@/lib/auth/rights';
import { create } from '../actions';

export const metadata = personal('New release');

export default async function NewReleasePage({ searchParams }: PageProps<'/author/releases/new'>) {
  const user = await requireUser();
  const asked = idOf(text(await searchParams, 'newsroom'));
  const newsrooms = await newsroomsWith(user, 'write');
  const own = newsrooms.find(({ role }) => role !== null);
  const chosen = newsrooms.find(({ id }) => id === asked) ?? own ?? newsrooms[0];
  return (
    <div className="wrap narrow">
      <h1>New release</h1>
      {chosen ? (
        <Form action={create}>
          <Select
            name="newsroom"
            label="Newsroom"
            hint="Whose news it is. Contacts, logo and the text about it come from its settings."
            defaultValue={String(chosen.id)}
          >
            {newsrooms.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          <Submit>Begin writing</Submit>
        </Form>
      ) : (
        <p>
          You may not write in any newsroom yet. An owner of one can invite you.{' '}
          <Link href="/author" prefetch={false}>
            Back to your releases
          </Link>
        </p>
      )}
    </div>
  );
}
