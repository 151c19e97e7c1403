import { isEmpty, text, wordsOf } from './bytes';
import { Line } from './line';

/** What a log line asked for, as text. Missing fields are empty; escapes of the log are undone in none of them. */
export type Request = {
  address: string;
  method: string;
  path: string;
  query: string;
  /** "dd/Mon/yyyy:hh:mm:ss +zzzz" as logged. */
  time: string;
  status: number;
  referrer: string;
  agent: string;
  prefetch: boolean;
};

/** The request in one log line, or null when the line is malformed. Never throws. */
export function parse(line: string | Uint8Array): Request | null {
  const bytes = typeof line === 'string' ? Buffer.from(line) : line;
  const fields = new Line();
  const words = wordsOf(bytes);
  if (!fields.scanRequest(bytes, words, 0, bytes.length)) return null;
  fields.scanRest(bytes, words, bytes.length);
  const field = (from: number, to: number) => (isEmpty(bytes, from, to) ? '' : text(bytes, from, to));
  return {
    address: text(bytes, fields.addressFrom, fields.addressTo),
    method: text(bytes, fields.methodFrom, fields.methodTo),
    path: text(bytes, fields.pathFrom, fields.pathTo),
    query: text(bytes, fields.queryFrom, fields.queryTo),
    time: text(bytes, fields.timeFrom, fields.timeFrom + 26),
    status: fields.status,
    referrer: field(fields.referrerFrom, fields.referrerTo),
    agent: field(fields.agentFrom, fields.agentTo),
    prefetch: fields.prefetch,
  };
}
