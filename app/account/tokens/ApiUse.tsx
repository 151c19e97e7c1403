import { absolute } from '../../_site/metadata';
import { description } from '../../api/v1/description';

/** How to ask with a token, at this site's own address, and what there is to ask for. */
export function ApiUse() {
  const example = absolute('/api/v1/statistics?scope=all&period=28d');
  return (
    <section aria-labelledby="api">
      <h2 id="api">How to ask</h2>
      <p>For example, the last 28 days of all newsrooms whose statistics you may read:</p>
      <pre className="snippet">
        <code>{`curl -H "Authorization: Bearer presskit_..." "${example}"`}</code>
      </pre>
      <p>The answers are JSON. There are:</p>
      <dl className="tokens-routes">
        {Object.entries(description.paths).map(([path, { get }]) => (
          <div key={path}>
            <dt>
              <code>{path}</code>
            </dt>
            <dd>
              {get.summary}. Parameters: {get.parameters.map(({ name }) => name).join(', ')}.
            </dd>
          </div>
        ))}
      </dl>
      <p>
        <a href="/api/v1">All parameters and their values</a>, as OpenAPI describes them, for programs. They
        are those of the addresses of the statistics pages: what you see there, you can ask for.
      </p>
    </section>
  );
}
