import { dimensions } from '@/lib/hits/report/dimensions';
import { periodNames } from '@/lib/hits/report/periods';
import { comparisons, intervals, metrics } from '@/lib/hits/report/query';

const parameter = (name: string, description: string, schema: object = { type: 'string' }) => ({
  name,
  in: 'query',
  description,
  schema,
});
type Parameter = ReturnType<typeof parameter>;
const scope = parameter(
  'scope',
  '"release:7", "newsroom:3" or "all" that you may see; all unless said otherwise',
);
const query = [
  scope,
  parameter('period', 'Which days; 28d unless said otherwise', { enum: periodNames }),
  parameter('from', 'First day of a custom period', { type: 'string', format: 'date' }),
  parameter('to', 'Last day of the period', { type: 'string', format: 'date' }),
  parameter('compare', 'What it is compared with', { enum: comparisons }),
  parameter('interval', 'How far apart points of the series are', { enum: intervals }),
  parameter('metric', 'What series and releases count', { enum: metrics }),
  parameter('filter', 'dimension:value, such as channel:search'),
];
const limit = (most: number) =>
  parameter('limit', 'How many at most', { type: 'integer', minimum: 1, maximum: most });
const cursor = parameter('cursor', '"next" of the page before');
const failure = (description: string) => ({
  description,
  content: {
    'application/json': {
      schema: { type: 'object', properties: { error: { type: 'string' }, code: { type: 'string' } } },
    },
  },
});
const get = (summary: string, parameters: Parameter[]) => ({
  get: {
    summary,
    parameters,
    responses: {
      200: { description: summary },
      400: failure('A parameter was not understood; the sentence says which'),
      401: failure('No token, or none that works'),
      403: failure('Your role in the newsroom is not enough'),
      404: failure('There is none, or it is not yours to see'),
      429: failure('Too many requests; Retry-After says when to ask again'),
    },
  },
});

/** What there is, as OpenAPI 3.1 describes it, for GET /api/v1 and the page of API tokens; docs/api.md says more. */
export const description = {
  openapi: '3.1.0',
  info: { title: 'Presskit: statistics', version: '1' },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/api/v1/releases': get('Releases with their hits, the newest first', [scope, limit(200), cursor]),
    '/api/v1/statistics': get('A report: totals, series, releases, cards, hours of the week, notes', query),
    '/api/v1/cards/{dimension}': {
      parameters: [
        {
          name: 'dimension',
          in: 'path',
          required: true,
          schema: { enum: dimensions.map(({ name }) => name) },
        },
      ],
      ...get('All values of a dimension, the most hits first', [
        ...query,
        parameter('search', 'Part of a value'),
        limit(1000),
        cursor,
      ]),
    },
  },
};
