import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail server on this machine that keeps what it gets, and answers RCPT TO as it is told. */
export type MailServer = {
  url: string;
  received: ParsedMail[];
  /** Answers to the next recipients, in order; nothing: accepted. */
  answers: { code: number; text: string }[];
  /** Whether a password is asked for, and which. */
  password: string | null;
  stop(): Promise<void>;
};

export async function startMailServer({
  port = 0,
  password = null as string | null,
} = {}): Promise<MailServer> {
  const here: MailServer = { url: '', received: [], answers: [], password, stop };
  const server = new SMTPServer({
    authOptional: password === null,
    disabledCommands: password === null ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    onAuth: ({ password: given }, _, done) =>
      given === here.password
        ? done(null, { user: 'presskit' })
        : done(Object.assign(new Error('5.7.8 wrong password'), { responseCode: 535 })),
    onRcptTo(_address, _session, done) {
      const answer = here.answers.shift();
      done(answer ? Object.assign(new Error(answer.text), { responseCode: answer.code }) : null);
    },
    onData(stream, _session, done) {
      simpleParser(stream, (error, mail) => {
        if (!error) here.received.push(mail);
        done(error);
      });
    },
  });
  // A client that breaks off is none of the server's troubles.
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const auth = password === null ? '' : `presskit:${encodeURIComponent(password)}@`;
  here.url = `smtp://${auth}127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  let stopped: Promise<void> | undefined;
  function stop(): Promise<void> {
    stopped ??= new Promise((resolve) => server.close(() => resolve()));
    return stopped;
  }
  after(stop);
  return here;
}
