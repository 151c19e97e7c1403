import { env } from '@/lib/env';
import { letter } from '@/lib/mail/letter';
import { send } from '@/lib/mail/mails';
import { lifetime } from './mailed-tokens';

/**
 * The mails about accounts, each in one place with all its words. One that somebody has asked for names the domain that
 * they asked at, which is that of its link.
 */
type To = { email: string; name?: string };

const main = () => env('SITE_URL').SITE_URL;
const hostOf = (url: string) => new URL(url).host;
const host = () => hostOf(main());
const at = (path: string) => new URL(path, main()).href;
const notYou = 'If this was not you, you need not do anything: without the link, nothing happens.';

export const sendSignInLink = (to: To, url: string): Promise<void> =>
  post(to, `Sign in to ${hostOf(url)}`, {
    paragraphs: [
      `Somebody, you we hope, wants to sign in to ${hostOf(url)} as ${to.email}.`,
      `The link works once, for ${lifetime('sign_in')}.`,
    ],
    button: { label: 'Sign in', url },
    footer: [notYou],
  });

export const sendPasswordReset = (to: To, url: string): Promise<void> =>
  post(to, `A new password for ${hostOf(url)}`, {
    paragraphs: [
      `Somebody, you we hope, has forgotten the password of ${to.email} at ${hostOf(url)}.`,
      `The link works once, for ${lifetime('reset_password')}. The old password stays good until you have chosen a new one.`,
    ],
    button: { label: 'Choose a new password', url },
    footer: [notYou],
  });

export const sendSignUp = (to: To, url: string): Promise<void> =>
  post(to, `Your account at ${hostOf(url)}`, {
    paragraphs: [
      `Somebody, you we hope, wants to make an account at ${hostOf(url)} with the address ${to.email}.`,
      `The link works once, for ${lifetime('sign_up')}.`,
    ],
    button: { label: 'Make the account', url },
    footer: [notYou],
  });

export const sendKnownAlready = (to: To, site: string = main()): Promise<void> =>
  post(to, `You have an account at ${hostOf(site)} already`, {
    paragraphs: [
      `Somebody, you we hope, wanted to use ${to.email} for an account at ${hostOf(site)}. There is one with this address already, so nothing was changed.`,
      'Sign in with it; if you have forgotten the password, a new one can be chosen there.',
    ],
    button: { label: 'Sign in', url: new URL('/sign-in', site).href },
    footer: ['If this was not you, you need not do anything.'],
  });

export const sendConfirmAddress = (to: To, url: string): Promise<void> =>
  post(to, `Your new address at ${hostOf(url)}`, {
    paragraphs: [
      // Without a name: it can be anything, and this goes to whatever address somebody types.
      `Somebody, you we hope, wants to use ${to.email} from now on to sign in to ${hostOf(url)}.`,
      `The link works once, for ${lifetime('change_email')}, in a browser in which you are signed in.`,
    ],
    button: { label: 'Use this address', url },
    footer: [notYou],
  });

export const sendAddressChanged = (to: To, next: string): Promise<void> =>
  post(to, `Your address at ${host()} has changed`, {
    paragraphs: [
      `Your account at ${host()} now has the address ${next}; mail about it goes there, and ${to.email} no longer signs in.`,
      'If this was not you, somebody else has your account: write to whoever runs the site at once.',
    ],
  });

export const sendPasswordChanged = (to: To, { isReset }: { isReset: boolean }): Promise<void> =>
  post(to, `Your password at ${host()} has changed`, {
    paragraphs: [
      `The password of ${to.email} at ${host()} was changed, and all other devices were signed out.`,
      isReset
        ? 'Your API tokens have ended, too.'
        : 'Your API tokens stay good; revoke those that you do not know in your account.',
      'If this was not you, choose a new one at once.',
    ],
    button: { label: 'Choose a new password', url: at('/sign-in/password') },
  });

export const sendDeleted = (to: To): Promise<void> =>
  post(to, `Your account at ${host()} is deleted`, {
    paragraphs: [
      `The account of ${to.email} at ${host()} was deleted. What was published stays published.`,
      'If this was not you, write to whoever runs the site: for a while the account can be brought back.',
    ],
  });

async function post(
  to: To,
  subject: string,
  parts: Omit<Parameters<typeof letter>[0], 'title'>,
): Promise<void> {
  await send({ to: to.email, subject, ...letter({ title: subject, ...parts }) });
}
