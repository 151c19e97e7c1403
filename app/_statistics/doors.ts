import { notFound } from 'next/navigation';
import { noteUse, openShareLink } from '@/lib/auth/share-links';
import type { User } from '@/lib/auth/users';
import { PresskitError } from '@/lib/errors';
import {
  type AskedScope,
  type DraftsOf,
  draftsShownTo,
  type Scope,
  scopeFor,
  scopeTitle,
} from '@/lib/hits/report/scope';
import { idOf } from '../_site/requests';
import { requireUser } from '../_site/who';
import type { Place } from './view';

/**
 * The two doors to statistics: that of somebody who is signed in, and a share link. Each page, export and card asks one
 * of them, and gets the scope that everything else is asked with. What is not there and what is not theirs is the same.
 */
export type Door = {
  place: Place;
  scope: Scope;
  newsroom: { id: number; name: string } | null;
  user: User | null;
  /** Whose releases are listed before readers see them. */
  draftsOf: DraftsOf;
};

/** Null: there is none, or it is somebody else's. A visitor is sent to sign in. */
export async function authorDoor(kind: 'release' | 'newsroom' | 'all', id?: string): Promise<Door | null> {
  const user = await requireUser();
  const asked = askedOf(kind, id);
  const scope = asked && (await scopeFor(user, asked).catch(noneOf));
  const title = scope && (await scopeTitle(scope));
  if (!scope || !title) return null;
  const isAll = scope.kind === 'newsrooms';
  const place: Place = {
    kind: scope.kind,
    id: isAll ? null : scope.id,
    path: isAll ? '/author/statistics' : `/author/statistics/${scope.kind}/${scope.id}`,
    name: title.title,
    publicUrl: title.url,
    live: `/api/live?scope=${isAll ? 'all' : `${scope.kind}:${scope.id}`}`,
    isShared: false,
  };
  return { place, scope, newsroom: title.newsroom, user, draftsOf: await draftsShownTo(user) };
}

/** Null: the link is none, has expired or was revoked, or what it shows is gone. */
export async function sharedDoor(token: string): Promise<Door | null> {
  const shared = await openShareLink(token);
  const title = shared && (await scopeTitle(shared.scope));
  if (!shared || !title) return null;
  const { scope } = shared;
  await noteUse(shared);
  const path = `/shared/${encodeURIComponent(token)}`;
  const place: Place = {
    kind: scope.kind,
    id: scope.id,
    path,
    name: title.title,
    publicUrl: title.url,
    live: `${path}/live`,
    isShared: true,
  };
  return { place, scope, newsroom: title.newsroom, user: null, draftsOf: [] };
}

/** For pages: a door that is not there is a page that is not there. */
export function orMissing(door: Door | null): Door {
  if (!door) notFound();
  return door;
}

function askedOf(kind: 'release' | 'newsroom' | 'all', id: string | undefined): AskedScope | null {
  if (kind === 'all') return { kind };
  const number = idOf(id ?? '');
  return number === null ? null : { kind, id: number };
}

function noneOf(error: unknown): null {
  if (error instanceof PresskitError && (error.code === 'not_found' || error.code === 'forbidden'))
    return null;
  throw error;
}
