/**
 * What a browser suggests while tags are typed. It completes the whole field, so each suggestion begins with the tags that
 * are there, and those are not suggested again: "boats, sp" -> "boats, spring". Without a script, the first is completed.
 */
export function tagOptions(typed: string, suggestions: readonly string[]): string[] {
  const before = typed.slice(0, typed.lastIndexOf(',') + 1);
  const known = new Set(before.split(',').map(plain));
  const lead = before && `${before} `;
  return suggestions.filter((tag) => !known.has(plain(tag))).map((tag) => lead + tag);
}

const plain = (tag: string) => tag.trim().replace(/^#+/, '').toLowerCase();
