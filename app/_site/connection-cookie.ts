import { cookies } from 'next/headers';
import { CONNECT_SECONDS, type Connection, connectionOf } from '@/lib/auth/connecting';
import { isSecure } from './session-cookie';

/** What a provider said about whoever has to sign in here another way first; sealed, for a quarter of an hour. */
const name = () => (isSecure() ? '__Host-connection' : 'connection');

/** In route handlers and actions only; null: nothing more. */
export async function keepConnection(sealed: string | null): Promise<void> {
  (await cookies()).set(name(), sealed ?? '', {
    httpOnly: true,
    secure: isSecure(),
    sameSite: 'lax',
    path: '/',
    maxAge: sealed ? CONNECT_SECONDS : 0,
  });
}

export async function keptConnection(): Promise<Connection | null> {
  return connectionOf((await cookies()).get(name())?.value ?? '');
}
