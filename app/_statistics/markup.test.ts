import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { addDays, type Day, today } from '@/lib/clock';
import { dimensions } from '@/lib/hits/report/dimensions';
import { rows } from '@/lib/hits/report/table';
import { CardRows } from './CardRows';
import { Cards, groups } from './Cards';
import { Chart } from './Chart';
import { ChartTable } from './ChartTable';
import { HeatMap } from './HeatMap';
import { comparedWords, PeriodPicker } from './PeriodPicker';
import { ReleaseTable } from './ReleaseTable';
import { SinceTable } from './SinceRelease';
import { StatisticsBody } from './StatisticsBody';
import { Tiles } from './Tiles';
import { card, daily, place, reportOf, tile, viewOf } from './testing/reports';
import { dayWords, localOf } from './words';

const html = (element: ReactElement) =>
  renderToStaticMarkup(element).replaceAll('&amp;', '&').replaceAll('&#x27;', '’');
/** When how it began is known; long ago. */
const known = { known24: '2026-11-03', known7: '2026-11-08' };
const textOf = (markup: string) => markup.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const hrefOfRelease = ({ id }: { id: number }) => `/author/statistics/release/${id}`;

test('a tile says its change in words and leads to its chart', () => {
  const markup = html(
    createElement(Tiles, {
      tiles: { ...reportOf().tiles, visitors: tile(null) },
      metric: 'hits',
      compared: '30 Sep – 27 Oct 2026',
      isRunning: false,
      hrefOfMetric: (metric) => `?metric=${metric}`,
    }),
  );
  const text = textOf(markup);
  assert.ok(text.includes('Hits 3,402 13% 13% more than 30 Sep – 27 Oct 2026 (3,000)'), text);
  assert.ok(text.includes('Visitors – not known'), text);
  assert.ok(text.includes('12 times as many as'), text);
  assert.match(
    markup,
    /<a [^>]*aria-current="true"[^>]*href="\?metric=hits"|<a [^>]*href="\?metric=hits"[^>]*aria-current/,
  );
  assert.equal(markup.match(/aria-current/g)?.length, 1);
});

test('every number of the chart stands in its table, and nothing that is not known becomes a zero', () => {
  const series = {
    interval: 'day' as const,
    points: daily('2026-11-01', [5, null, 7]),
    comparison: [
      { at: '2026-10-29', value: 3 },
      { at: '2026-10-30', value: null },
      { at: '2026-10-31', value: 0 },
    ],
  };
  const table = textOf(html(createElement(ChartTable, { series, metric: 'hits', compared: 'before' })));
  assert.ok(table.includes('Sun 1 Nov 2026 5 3 Mon 2 Nov 2026 – – Tue 3 Nov 2026 (not over yet) 7 0'), table);
});

test('a chart without hits says so, and one of which nothing is known says that', () => {
  const chart = (values: (number | null)[]) =>
    textOf(
      html(
        createElement(Chart, {
          series: { interval: 'day', points: daily('2026-11-01', values), comparison: null },
          published: [],
          metric: 'downloads',
          compared: null,
          hrefOfRelease,
        }),
      ),
    );
  assert.ok(chart([0, 0]).includes('No downloads in this time yet.'));
  assert.ok(chart([null, null]).includes('Nothing is known of this time.'));
  assert.ok(!chart([0, 1]).includes('in this time yet'));
});

test('marks name what was published; several at one point lead to the list', () => {
  const { series, published } = reportOf();
  const markup = html(
    createElement(Chart, { series, published, metric: 'hits', compared: null, hrefOfRelease }),
  );
  assert.ok(markup.includes('Published Tue 3 Nov 2026: Acme ships'), markup);
  assert.ok(markup.includes('href="/author/statistics/release/7"'));
  assert.match(markup, /href="#published"[^>]*title="[^"]*Acme measures a lake; Acme answers"/);
});

test('a row filters the page and keeps the rest of the address', () => {
  const view = viewOf({ period: '7d', metric: 'visitors' });
  const markup = html(createElement(CardRows, { view, card: card('channel', [['search', 3]]) }));
  assert.ok(
    markup.includes('href="/author/statistics/newsroom/3?period=7d&metric=visitors&filter=channel%3Asearch"'),
    markup,
  );
});

test('a row that cannot filter is no link', () => {
  const plain = card('term', [['small barometer', 3]]);
  plain.rows[0]!.canFilter = false;
  assert.ok(!html(createElement(CardRows, { view: viewOf(), card: plain })).includes('<a'));
});

test('a card that a filter does not reach says so and leads out of it', () => {
  const view = viewOf({ filter: 'channel:search' });
  const none = card('browser', [['Firefox', 9]], { filtered: 'not available' });
  const markup = html(createElement(CardRows, { view, card: none }));
  assert.ok(!markup.includes('Firefox'));
  assert.ok(textOf(markup).includes('Not available under this filter'), markup);
  assert.ok(markup.includes('href="/author/statistics/newsroom/3"'), markup);
});

test('what an engine hides is shown, and explained', () => {
  const terms = card('term', [['(not provided)', 590]]);
  const text = textOf(html(createElement(CardRows, { view: viewOf(), card: terms })));
  assert.ok(text.includes('(not provided) 590 100%'), text);
  assert.ok(text.includes('does not tell what was searched for'), text);
});

test('every dimension there is has a place on a card', () => {
  const placed = groups.flatMap(({ tabs }) => tabs.map(([dimension]) => dimension));
  assert.deepEqual([...placed].sort(), dimensions.map(({ name }) => name).sort());
});

test('a tab of the address stands in front, and others keep theirs', () => {
  const view = viewOf({}, { tabs: ['browser', 'term'] });
  const markup = html(createElement(Cards, { view, cards: reportOf().cards }));
  assert.ok(markup.includes('Firefox') && !markup.includes('>desktop<'), markup);
  assert.ok(markup.includes('href="/author/statistics/newsroom/3?tabs=term"'), 'back to devices');
  assert.ok(markup.includes('href="/author/statistics/newsroom/3?tabs=term%2Csystem"'), 'on to systems');
});

test('what people wrote cannot leave its place in the page', () => {
  const bad = '"><script>alert(1)</script>';
  const report = reportOf({
    cards: [card('referrer', [[bad, 3]])],
    published: [{ at: '2026-11-03T09:00', id: 7, title: bad, url: '/releases/7/x' }],
    notes: [bad],
  });
  const markup = renderToStaticMarkup(
    createElement(StatisticsBody, {
      view: viewOf(
        {},
        { place: place({ name: bad }), list: { sort: 'value', isReversed: false, page: 1, search: bad } },
      ),
      report,
      releases: { rows: report.releases.map((row) => ({ ...row, title: bad })), total: 1, hasMore: false },
      since: [],
      problems: [bad],
      hrefOfRelease,
      foot: null,
    }),
  );
  assert.ok(!markup.includes('<script'), 'a script in the page');
});

test('behind a share link no address leads elsewhere', () => {
  const shared = place({ path: '/shared/abc', isShared: true });
  const report = reportOf();
  const markup = html(
    createElement(StatisticsBody, {
      view: viewOf({ period: '7d', filter: 'channel:search' }, { place: shared }),
      report,
      releases: { rows: report.releases, total: 99, hasMore: true },
      since: [],
      problems: [],
      hrefOfRelease: ({ url }) => url ?? '#',
      foot: null,
    }),
  );
  const addresses = [...markup.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, address]) => address!);
  const elsewhere = addresses.filter((address) => !/^(\/shared\/abc(\?|\/|$)|#|\/releases\/)/.test(address));
  assert.ok(addresses.length > 40);
  assert.deepEqual(elsewhere, []);
});

test('what readers do not see yet does not stand there as published', () => {
  const [first] = reportOf().releases;
  const dayOf = (state: 'draft' | 'scheduled' | 'embargoed' | 'published', publishedAt: string | null) =>
    textOf(
      html(
        createElement(ReleaseTable, {
          view: viewOf(),
          list: { rows: [{ ...first!, state, publishedAt }], total: 1, hasMore: false },
          compared: null,
          hrefOfRelease,
        }),
      ),
    );
  const at = '2026-12-15T12:00:00Z';
  assert.match(dayOf('published', at), /Acme ships 15 Dec 2026/);
  assert.match(dayOf('embargoed', at), /Acme ships Embargoed until 15 Dec 2026/);
  assert.match(dayOf('scheduled', at), /Acme ships Scheduled for 15 Dec 2026/);
  for (const planned of [at, null]) {
    assert.match(dayOf('draft', planned), /Acme ships Draft/);
    assert.doesNotMatch(dayOf('draft', planned), /Dec/);
  }
});

test('the hours of the week are a table that says every number', () => {
  const markup = html(createElement(HeatMap, { view: viewOf(), cells: reportOf().heatMap! }));
  assert.equal(markup.match(/<td class="heat-cell"/g)?.length, 168);
  assert.ok(markup.includes('title="Tuesday 10:00–11:00: 34 hits"'));
  assert.ok(textOf(markup).includes('Busiest: Tuesday 10:00–11:00, 34 hits.'));
});

test('under a filter what is not kept apart by it says so and shows no numbers', () => {
  const begun = {
    id: 7,
    title: 'Acme ships',
    hours24: 4711,
    days7: 4712,
    median24: 4713,
    median7: 4714,
    ...known,
  };
  const bodyOf = (kind: 'newsroom' | 'release') =>
    html(
      createElement(StatisticsBody, {
        view: viewOf({ filter: 'channel:social' }, { place: place({ kind }) }),
        report: reportOf({ heatMap: null }),
        releases: null,
        since: [begun],
        problems: [],
        hrefOfRelease,
        foot: null,
      }),
    );
  for (const kind of ['newsroom', 'release'] as const) {
    const text = textOf(bodyOf(kind));
    assert.match(text, /After publication Not available under this filter: how releases began/);
    assert.match(text, /Hours of the week Not available under this filter: hours are kept/);
    assert.doesNotMatch(text, /4,71\d/);
  }
});

test('the choice of time keeps metric and filter, in links and in the form', () => {
  const view = viewOf({ metric: 'visitors', filter: 'channel:search' });
  const markup = html(createElement(PeriodPicker, { view, shown: { from: '2026-10-28', to: '2026-11-24' } }));
  const links = [...markup.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!);
  assert.ok(links.length >= 12);
  for (const href of links) assert.match(href, /metric=visitors/);
  assert.ok(markup.includes('<input type="hidden" name="metric" value="visitors"/>'), markup);
  assert.ok(markup.includes('name="filter" value="channel:search"'), markup);
  assert.ok(!/type="hidden" name="(from|to)"/.test(markup), markup);
});

test('a day that is not over stands beside the whole of another, and has not lost against it', () => {
  const view = viewOf({ period: 'today' });
  const compared = comparedWords(view.query)!;
  assert.equal(compared, 'all of yesterday');
  assert.match(
    comparedWords(viewOf({ period: 'today', compare: 'year' }).query)!,
    /^all of \d+ \w{3} \d{4}$/,
  );
  assert.doesNotMatch(comparedWords(viewOf({ period: '7d' }).query)!, /all of/);
  const body = html(
    createElement(StatisticsBody, {
      view,
      report: reportOf(),
      releases: { rows: reportOf().releases, total: 3, hasMore: false },
      since: [],
      problems: [],
      hrefOfRelease,
      foot: null,
    }),
  );
  assert.match(textOf(body), /Hits 3,402 all of yesterday: 3,000/);
  assert.match(textOf(body), /Published Hits ↓ Yesterday/);
  assert.doesNotMatch(body, /change-(up|down)/);
});

test('what is not known yet of how a release began says when it will be', () => {
  const row = { id: 7, title: 'Acme ships', hours24: null, days7: null, median24: 3, median7: null };
  const words = (known24: Day, known7: Day) =>
    textOf(
      html(createElement(SinceTable, { view: viewOf(), rows: [{ ...row, known24, known7 }], hrefOfRelease })),
    );
  const [soon, later] = [addDays(today(), 1), addDays(today(), 6)];
  assert.ok(words(soon, later).includes(`known on ${dayWords(soon)} known on ${dayWords(later)}`));
  assert.ok(words(today(), today()).includes('not known not known'));
});

test('a period that has no name but its days says them once', () => {
  const shown = { from: '2026-08-10', to: '2026-10-25' };
  const summary = (params: Record<string, string>) => {
    const view = viewOf(params);
    return textOf(html(createElement(PeriodPicker, { view, shown })).split('</summary>')[0]!).trim();
  };
  assert.match(summary(shown), /Period 10 Aug – 25 Oct 2026$/);
  assert.match(summary({}), /Period Last 28 days 10 Aug – 25 Oct 2026$/);
});

test('an export holds how releases began, and what is not known', () => {
  const since = [
    { id: 7, title: 'Acme ships', hours24: 20, days7: null, median24: 12.5, median7: null, ...known },
  ];
  const { rows: cells } = rows({ ...reportOf({ notes: ['Something is not known.'] }), since });
  const of = (section: string) =>
    cells.filter(([name]) => name === section).map(([, name, value]) => [name, value]);
  assert.deepEqual(of('first 24 hours'), [['Acme ships', 20]]);
  assert.deepEqual(of('first 24 hours, median of the others'), [['Acme ships', 12.5]]);
  assert.deepEqual(of('first 7 days'), [['Acme ships', null]]);
  assert.deepEqual(of('note'), [['Something is not known.', null]]);
});

test('an export says of each release when it was or shall be published, apart from its title', () => {
  const published = [{ at: '2026-11-03T09:30', id: 7, title: 'Acme ships', url: '/releases/7/acme-ships' }];
  const [first] = reportOf().releases;
  const releases = [{ ...first!, publishedAt: '2026-12-15T08:00:00.000Z', state: 'embargoed' as const }];
  const table = rows({ ...reportOf({ published, releases }), since: [] });
  const of = (section: string) =>
    table.rows
      .filter(([name]) => name === section)
      .map((row) => ['name', 'published', 'state'].map((column) => row[table.columns.indexOf(column)]));
  assert.deepEqual(of('published'), [['Acme ships', '2026-11-03T09:30', 'published']]);
  assert.deepEqual(of('release'), [[first!.title, localOf(releases[0]!.publishedAt), 'embargoed']]);
  assert.deepEqual(rows(releases).rows[0]!.slice(-1), ['embargoed']);
  for (const row of table.rows) assert.equal(row.length, table.columns.length);
});
