import { type Changes, paramsOf, type View } from './view';

/** The view's state in a GET form, without what the form itself asks for. */
export function HiddenFields({
  view,
  changes,
  without,
}: {
  view: View;
  changes?: Changes;
  without: string[];
}) {
  return [...paramsOf(view, changes)]
    .filter(([name]) => !without.includes(name))
    .map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}
