import { type Unheard, unheard } from '@/lib/auth/sso/sign-outs';
import { now } from '@/lib/clock';
import { type Health as CountingHealth, health as healthOfCounting } from '@/lib/hits/health';

/** How an installation is doing, the counting and what else needs a person; for machines and for the admin's page. */
export type Health = CountingHealth & {
  /** Peers that have still to hear of people who signed out, or were given up within the last week. */
  signOuts: { peer: string; waiting: number; givenUp: number; since: string; error: string | null }[];
};

/** Minutes that a peer may be away, as for an update, before somebody should look after it. */
const PEER_AWAY = 15;

/** Asks all there is to ask. Never throws because something is away: that is what it says. */
export async function health(): Promise<Health> {
  const state = await healthOfCounting();
  // Without PostgreSQL there is more to look after than this, and it has been said.
  const deaf = state.reasons.some((reason) => reason.startsWith('PostgreSQL')) ? [] : await unheard();
  const reasons = [...state.reasons, ...deaf.map(reasonOf).filter((reason) => reason !== null)];
  return {
    ...state,
    ok: reasons.length === 0,
    reasons,
    signOuts: deaf.map(({ peerId, since, ...one }) => ({ ...one, since: since.toISOString() })),
  };
}

function reasonOf({ peer, waiting, givenUp, since, error }: Unheard): string | null {
  const why = error ? `: ${error}` : '';
  if (givenUp > 0)
    return `the peer “${peer}” could not be told for a week that ${people(givenUp)} signed out, and was given up${why}`;
  if (now().getTime() - since.getTime() <= PEER_AWAY * 60_000) return null;
  return `the peer “${peer}” has not heard yet that ${people(waiting)} signed out${why}`;
}

const people = (count: number) => (count === 1 ? 'somebody' : `${count} people`);
