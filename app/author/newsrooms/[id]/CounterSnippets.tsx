import { absolute } from '../../../_site/metadata';

/** What to copy into another page, with the newest release as the example. */
export function CounterSnippets({ example }: { example: { id: number; title: string } | null }) {
  if (!example)
    return (
      <section className="newsroom-part">
        <h2>The counter on other pages</h2>
        <p>As soon as a release is published, what to embed stands here.</p>
      </section>
    );
  const svg = absolute(`/api/counter/${example.id}.svg`);
  const json = absolute(`/api/counter/${example.id}.json`);
  return (
    <section className="newsroom-part">
      <h2>The counter on other pages</h2>
      <p>
        For example of “{example.title}”. It shows the hits of the moment its page is loaded, suits light and
        dark pages, and does not count as a hit itself. For another release, put that one’s number in place of{' '}
        {example.id}.
      </p>
      {/* biome-ignore lint/performance/noImgElement: as others will embed it */}
      <img src={svg} alt={`Hits of “${example.title}”`} height={28} className="counter-example" />
      <label htmlFor="counter-picture">As a picture</label>
      <textarea
        id="counter-picture"
        className="snippet"
        readOnly
        rows={3}
        value={`<img src="${svg}" alt="Hits" height="28">`}
      />
      <label htmlFor="counter-data">As data, for the script of any page</label>
      <textarea
        id="counter-data"
        className="snippet"
        readOnly
        rows={3}
        value={`const { today, total } = await (await fetch("${json}")).json();`}
      />
    </section>
  );
}
