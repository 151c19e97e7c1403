import { hash, verify } from '@node-rs/argon2';
import { eq } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { type Db, db } from '@/lib/db/client';
import { passwords } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';

/**
 * Passwords, as argon2id with the parameters that OWASP's Password Storage Cheat Sheet asks for. Stored ones keep their
 * own parameters; they are hashed anew with the present ones when the person next signs in.
 */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const current = `m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}`;

export const SHORTEST = 10;
/** Longer ones only cost: a hash of a megabyte that somebody sends is work for nothing. */
export const LONGEST = 256;

/**
 * Whether the password is somebody's. Takes as long for a person without a password, and for nobody at all (null), so
 * that the time says nothing.
 */
export async function isPasswordOf(userId: number | null, password: string): Promise<boolean> {
  const [row] = await db()
    .select({ hash: passwords.hash })
    .from(passwords)
    .where(eq(passwords.userId, userId ?? 0));
  const stored = row?.hash ?? (await nobodys());
  const right = await verify(stored, password.slice(0, LONGEST + 1));
  if (!row || !right) return false;
  if (!row.hash.includes(current)) await setPassword(userId!, password);
  return true;
}

/** Whether the person has a password at all; some sign in by link or with a provider only. */
export async function hasPassword(userId: number): Promise<boolean> {
  return (await db().$count(passwords, eq(passwords.userId, userId))) > 0;
}

/** Stores a person's password, which `checkPassword` has found good. With `on`: as part of that transaction. */
export async function setPassword(
  userId: number,
  password: string,
  on: Pick<Db, 'insert'> = db(),
): Promise<void> {
  const row = { hash: await hash(password, parameters), changedAt: now() };
  await on
    .insert(passwords)
    .values({ userId, ...row })
    .onConflictDoUpdate({ target: passwords.userId, set: row });
}

/**
 * Throws 'invalid' for a password that others would guess: length is what counts, there are no rules about characters.
 * @param about what others know of the person: address, name
 */
export function checkPassword(password: string, about: string[]): void {
  const length = [...password].length;
  if (length < SHORTEST) throw bad(`The password is too short; it needs ${SHORTEST} characters or more`);
  if (password.length > LONGEST) throw bad(`The password is too long; ${LONGEST} characters are enough`);
  const plain = password.toLowerCase();
  if (new Set(plain).size < 4) throw bad('This password is easy to guess; take several words, for example');
  const known = about.flatMap((text) => [text, text.split('@')[0]!]).map((text) => text.toLowerCase());
  if (known.includes(plain) || common.some((word) => isMadeOf(plain, word)))
    throw bad('This password is easy to guess; take several words, for example');
}

const bad = (sentence: string) => new PresskitError('invalid', sentence);

// What lists of stolen passwords are full of; the length rules out the shorter ones.
const common = [
  '1234567890',
  '0123456789',
  '0987654321',
  'password',
  'passwort',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  '1q2w3e4r5t',
  '1qaz2wsx3edc',
  'iloveyou',
  'letmein',
  'administrator',
  'changeme',
  'welcome',
  'abcdefghij',
  'presskit',
];

/** "password123!" is no better than "password". */
const isMadeOf = (password: string, word: string) => {
  const rest = password.replaceAll(word, '');
  return rest !== password && /^[\d\W_]{0,6}$/.test(rest);
};

let dummy: Promise<string> | undefined;
/** A hash that no password has, made with the present parameters. */
function nobodys(): Promise<string> {
  dummy ??= hash(`${Math.random()} ${Math.random()}`, parameters);
  return dummy;
}
