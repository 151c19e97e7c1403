/** Starts with the server: checks the configuration, then watches for content that stops being visible, and delivers mail. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { start } = await import('./app/_site/start');
  start();
}
