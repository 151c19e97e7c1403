/** Why a provider's account did not sign somebody in, by the word in the address of /sign-in. */
export const denials: Record<string, string> = {
  unverified:
    'The other site does not confirm that your e-mail address is yours, so it cannot sign you in here. Confirm the address there, or sign in another way.',
  not_linked:
    'There is an account with your e-mail address, but the address was never confirmed here. Sign in with a link by mail once; after that, the other site can sign you in.',
  connect:
    'The other site knows you, but for an account with rights on the whole site its word is not enough. Sign in here another way; then you can connect the two, and it signs you in from then on.',
  invited: 'Accounts here are by invitation, and there is none with your e-mail address.',
  closed: 'There is no account with your e-mail address, and this site takes no new ones.',
  inactive: 'This account cannot sign in. Ask whoever runs the site.',
  cancelled: 'Signing in was broken off at the other site. Nothing has changed.',
  failed:
    'Signing in with the other site has failed. Nothing has changed; please try again, or sign in another way.',
};

/** What has just been done. */
export const done: Record<string, string> = {
  'signed-out': 'You are signed out.',
  everywhere: 'You are signed out on all devices.',
  'almost-everywhere':
    'You are signed out on all devices here. One of the other sites does not answer just now: it is told as soon as it does, or sign out there yourself.',
  deleted: 'Your account is deleted, and you are signed out.',
};
