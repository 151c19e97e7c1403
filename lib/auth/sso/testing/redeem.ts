import { closeDb } from '@/lib/db/client';
import { consume } from '../consume';
import { isRefused } from '../refusals';

/** For tests, in a process of its own: redeems a token ten times at once. Prints how many were let in. */
const { here, token, secret } = JSON.parse(process.argv[2]!) as Record<'here' | 'token' | 'secret', string>;
const answers = await Promise.all(
  Array.from({ length: 10 }, () => consume(here, { token, secret, next: '/' })),
);
const refused = answers.flatMap((answer) => (isRefused(answer) ? [answer.refused] : []));
process.stdout.write(
  JSON.stringify({ letIn: answers.length - refused.length, refused: [...new Set(refused)] }),
);
await closeDb();
