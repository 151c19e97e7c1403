import { providers } from '@/lib/auth/oauth-requests';
import { signUpMode } from '@/lib/auth/sign-up';
import { startTelling } from '@/lib/auth/sso/sign-outs';
import { watchVisibility } from '@/lib/content/visibility';
import { env } from '@/lib/env';
import { errorCodes, explain, PresskitError } from '@/lib/errors';
import { startDelivering } from '@/lib/mail/deliver';
import { mailSettings } from '@/lib/mail/settings';

/**
 * What the web process needs before its first request. A wrong configuration ends the process at once, naming every
 * wrong variable; a database that is away does not, because it may come back.
 */
export function start(): void {
  try {
    env('DATABASE_URL', 'MEMCACHED_SERVERS', 'SITE_URL', 'FILES_DIR', 'AUTH_SECRET');
    mailSettings();
    signUpMode();
    providers();
  } catch (error) {
    if (!(error instanceof PresskitError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(errorCodes[error.code].exit);
  }
  void watch();
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  startDelivering(say);
  startTelling(say);
}

/** Watches from the moment that PostgreSQL can be reached; says once that it cannot. */
async function watch(): Promise<void> {
  for (let said = false; ; ) {
    try {
      await watchVisibility();
      return;
    } catch (error) {
      if (!said) process.stderr.write(`watching for withdrawn content, will try again: ${explain(error)}\n`);
      said = true;
    }
    await new Promise((resolve) => setTimeout(resolve, 2000).unref());
  }
}
