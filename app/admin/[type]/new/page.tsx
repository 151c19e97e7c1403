import Link from 'next/link';
import { blankForm } from '@/lib/admin/record-form';
import { limitOf } from '@/lib/content/uploads';
import { enteredType } from '../../../_admin/entered';
import { FileForm } from '../../../_admin/FileForm';
import { listUrl } from '../../../_admin/paths';
import { RecordForm } from '../../../_admin/RecordForm';
import { RunNotice } from '../../../_admin/RunNotice';
import { shownFields } from '../../../_admin/shown-fields';
import { titled } from '../../../_admin/titles';
import { type Query, text } from '../../../_site/requests';

export async function generateMetadata(props: Props) {
  return titled((await props.params).type, (one) => `New ${one.toLowerCase()}`);
}

type Props = { params: Promise<{ type: string }>; searchParams: Promise<Query> };

/** A new record; its query may hold what is known already, such as the newsroom. */
export default async function NewPage(props: Props) {
  const query = await props.searchParams;
  const preset = Object.fromEntries(
    Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const { user, type, found } = await enteredType((await props.params).type, async (person, of) => {
    const form = await blankForm(person, of, preset);
    return { form, fields: await shownFields(person, form) };
  });
  const { form, fields } = found;
  return (
    <div className="wrap admin admin-narrow">
      <p className="admin-trail">
        <Link href={listUrl(type)} prefetch={false}>
          {type.label[1]}
        </Link>{' '}
        ›
      </p>
      <h1>{form.title}</h1>
      <RunNotice user={user} query={query} type={type.name} />
      {type.name === 'file' ? (
        <FileForm fields={fields} values={form.values} most={limitOf('attachment') / 1024 ** 2} />
      ) : (
        <RecordForm
          key={text(query, 'at')}
          type={type.name}
          id={null}
          version={null}
          seen={form.seen}
          fields={fields}
          values={form.values}
          canAdd
        />
      )}
    </div>
  );
}
