import type { Change } from '@/lib/content/comparison';

/**
 * What is different, word by word. <ins> and <del> say it to the eye; for screen readers, which mostly pass over them,
 * each carries a word.
 */
export function Changes({ changes }: { changes: Change[] }) {
  if (changes.length === 0) return <p className="empty">Nothing: both say the same.</p>;
  return (
    <dl className="change-list">
      {changes.map(({ field, label, parts, note }) => (
        <div key={field}>
          <dt>{label}</dt>
          <dd>
            {note ??
              parts.map(({ text, kind }, index) => {
                // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
                if (kind === 'same') return <span key={index}>{shortened(text, index, parts.length)}</span>;
                const [Tag, word] =
                  kind === 'added' ? (['ins', 'added'] as const) : (['del', 'removed'] as const);
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <Tag key={index}>
                    <span className="hidden">[{word}: </span>
                    {text}
                    <span className="hidden">]</span>
                  </Tag>
                );
              })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Of a long stretch that is the same, what stands beside the changes. */
function shortened(text: string, index: number, count: number): string {
  const beside = 160;
  if (text.length <= beside * 2 + 40) return text;
  const head = index === 0 ? '' : text.slice(0, beside);
  const tail = index === count - 1 ? '' : text.slice(-beside);
  return `${head.toWellFormed()} … ${tail.toWellFormed()}`;
}
