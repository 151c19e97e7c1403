import { type Unheard, unheard } from '@/lib/auth/sso/sign-outs';
import { now } from '@/lib/clock';
import { type Health as CountingHealth, health as healthOfCounting } from '@/lib/hits/health';
import { type Outbox, outboxState } from '@/lib/mail/mails';

/** How an installation is doing, the counting and what else needs a person; for machines and for the admin's page. */
export type Health = CountingHealth & {
  /** Peers that have still to hear of people who signed out, or were given up within the last week. */
  signOuts: { peer: string; waiting: number; givenUp: number; since: string; error: string | null }[];
  /** Mails that wait, and those given up within the last week. null: PostgreSQL does not answer. */
  mails: { waiting: number; since: string | null; failed: number; error: string | null } | null;
};

/** Minutes that a peer may be away, as for an update, before somebody should look after it. */
const PEER_AWAY = 15;

/** Minutes that a mail may wait, as for a mail server that wants to be asked twice. */
const MAIL_WAITS = 15;

/** Asks all there is to ask. Never throws because something is away: that is what it says. */
export async function health(): Promise<Health> {
  const state = await healthOfCounting();
  // Without PostgreSQL there is more to look after than this, and it has been said.
  const isAway = state.reasons.some((reason) => reason.startsWith('PostgreSQL'));
  const [deaf, outbox] = isAway ? [[], null] : await Promise.all([unheard(), outboxState()]);
  const reasons = [
    ...state.reasons,
    ...deaf.map(reasonOf).filter((reason) => reason !== null),
    ...(outbox ? mailReasons(outbox) : []),
  ];
  return {
    ...state,
    ok: reasons.length === 0,
    reasons,
    signOuts: deaf.map(({ peerId, since, ...one }) => ({ ...one, since: since.toISOString() })),
    mails: outbox && {
      waiting: outbox.waiting,
      since: outbox.since?.toISOString() ?? null,
      failed: outbox.failed,
      error: outbox.error,
    },
  };
}

/**
 * A mailbox that does not exist, or one server that is away, needs nobody here, and anybody could bring it about; that no
 * mail at all has been sent since does.
 */
function mailReasons({ waiting, since, failed, failedAt, error, sentAt }: Outbox): string[] {
  const isSentSince = (at: Date) => sentAt !== null && sentAt > at;
  const why = error ? `: ${error}` : '';
  const reasons: string[] = [];
  const minutes = since ? Math.floor((now().getTime() - since.getTime()) / 60_000) : 0;
  if (since && minutes > MAIL_WAITS && !isSentSince(since))
    reasons.push(
      `${mails(waiting)} to be sent, the oldest for ${minutes} minutes, and none was sent since${why}`,
    );
  if (failedAt && !isSentSince(failedAt))
    reasons.push(
      `${failed === 1 ? 'a mail was' : `${failed} mails were`} given up, and none was sent since${why}; see \`presskit mails\``,
    );
  return reasons;
}

const mails = (count: number) => (count === 1 ? 'a mail waits' : `${count} mails wait`);

function reasonOf({ peer, waiting, givenUp, since, error }: Unheard): string | null {
  const why = error ? `: ${error}` : '';
  if (givenUp > 0)
    return `the peer “${peer}” could not be told for a week that ${people(givenUp)} signed out, and was given up${why}`;
  if (now().getTime() - since.getTime() <= PEER_AWAY * 60_000) return null;
  return `the peer “${peer}” has not heard yet that ${people(waiting)} signed out${why}`;
}

const people = (count: number) => (count === 1 ? 'somebody' : `${count} people`);
