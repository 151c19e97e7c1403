'use client';

/** The last resort, when not even the layout can be made: needs nothing else to work, so its styles are its own. */
export default function GlobalError() {
  return (
    <html lang="en">
      <head>
        <title>This page cannot be shown right now · Presskit</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <style>{styles}</style>
      </head>
      <body>
        <main>
          <p>Presskit</p>
          <h1>This page cannot be shown right now</h1>
          <p>
            Something went wrong on our side, not on yours. Nothing is lost. Please try again in a minute.
          </p>
          <p>
            {/* biome-ignore lint/a11y/useValidAnchor: an empty address is this page again, also without JavaScript */}
            <a href="">Try again</a> · <a href="/">Latest releases</a>
          </p>
        </main>
      </body>
    </html>
  );
}

const styles = `
  :root { color-scheme: light dark; }
  body { margin: 0; font: 1.0625rem/1.6 system-ui, sans-serif; color: #14171c; background: #fff; }
  main { max-width: 38rem; margin: 0 auto; padding: 4rem 1.25rem; }
  h1 { font: 500 2.5rem/1.1 Georgia, serif; margin: 2rem 0 1rem; }
  a { color: #1b3fc4; }
  @media (prefers-color-scheme: dark) {
    body { color: #e9ebef; background: #101216; }
    a { color: #9db2ff; }
  }
`;
