import type { Answer, Why } from './autosave';
import type { CheckItem, Draft, DraftContent } from './types';

/** The editor's requests to /api/drafts, with every failure as something to say. */
export type Presence = {
  editors: { id: number; name: string }[];
  revision: number;
  savedAt: string;
  savedBy: { id: number; name: string } | null;
};

const patience = 20_000;
const mostInTheBackground = 60_000; // bytes

export async function save(
  releaseId: number,
  body: { revision: number; content: DraftContent; kind: 'autosave' | 'save' },
): Promise<Answer> {
  const sent = new Blob([JSON.stringify(body)], { type: 'application/json' });
  const response = await ask(`/api/drafts/${releaseId}`, {
    method: 'PUT',
    body: sent,
    // Also when the page goes away meanwhile, as far as browsers allow.
    keepalive: sent.size < mostInTheBackground,
  });
  if (!response) return { ok: false, why: 'offline', message: 'the connection is gone' };
  const json = await jsonOf(response);
  if (response.ok && typeof json?.revision === 'number') {
    return { ok: true, ...(json as Omit<Extract<Answer, { ok: true }>, 'ok'>) };
  }
  if (response.status === 409 && json?.conflict) {
    return { ok: false, conflict: json.conflict as Extract<Answer, { conflict: unknown }>['conflict'] };
  }
  const [why, message] = reasonOf(response.status, json);
  const seconds = Number(response.headers.get('retry-after'));
  return { ok: false, why, message, ...(seconds > 0 && { retryAfter: Math.min(seconds, 300) }) };
}

/** What the server has; null: it could not be asked. */
export async function current(releaseId: number): Promise<(Draft & { checklist: CheckItem[] }) | null> {
  const response = await ask(`/api/drafts/${releaseId}`);
  return response?.ok ? ((await jsonOf(response)) as (Draft & { checklist: CheckItem[] }) | null) : null;
}

export async function presence(releaseId: number): Promise<Presence | null> {
  const response = await ask(`/api/drafts/${releaseId}/presence`);
  return response?.ok ? ((await jsonOf(response)) as Presence | null) : null;
}

/** Says that the editor is closed; to be called while the page goes away. */
export const leave = (releaseId: number): boolean =>
  navigator.sendBeacon(`/api/drafts/${releaseId}/presence`);

async function ask(url: string, init: RequestInit = {}): Promise<Response | null> {
  try {
    return await fetch(url, { cache: 'no-store', ...init, signal: AbortSignal.timeout(patience) });
  } catch {
    // No network and no answer in time are the same to who is writing.
    return null;
  }
}

async function jsonOf(response: Response): Promise<Record<string, unknown> | null> {
  try {
    return await response.json();
  } catch {
    // A page of whatever stands in between, not ours.
    return null;
  }
}

function reasonOf(status: number, json: Record<string, unknown> | null): [Why, string] {
  const said = typeof json?.error === 'string' ? json.error.replace(/\.$/, '') : '';
  if (status === 401) return ['signed_out', 'your session has ended'];
  if (status === 403) return ['forbidden', said || 'you may not write this release any more'];
  if (status === 404 || status === 409) return ['gone', said || 'this release was deleted meanwhile'];
  if (status === 413) return ['too_large', 'it is too large for the server; make it shorter'];
  if (status === 400 || status === 422) return ['invalid', said || 'the server does not understand it'];
  if (status === 429 || status === 503) return ['busy', said || 'the server is busy'];
  return ['server', 'the server cannot be reached'];
}
