'use client';

import { Field, Form, Submit, useAnswer } from '../../_components/Form';
import { enterSecret, makeSecret, tellAgain, testPeer } from '../../admin/peer-actions';
import { MadeSecret, UntilMade } from '../MadeSecret';
import type { AdminState } from '../state';

/** What can be done with a peer beside its record. */
type Of = { id: number; version: string };

export function SecretForms({ id, version, hasSecret }: Of & { hasSecret: boolean }) {
  return (
    <>
      <Form action={makeSecret} hidden={{ id, version }} label="A new secret">
        <MadeSecret />
        <UntilMade>
          {hasSecret && (
            <p>
              A new secret takes the place of the one there is: until the other side has it too, nobody comes
              from there or goes there.
            </p>
          )}
          <Submit kind={hasSecret ? 'danger' : 'main'}>Make a new secret</Submit>
        </UntilMade>
      </Form>
      <Form action={enterSecret} hidden={{ id, version }} label="A secret of the other side">
        <Field
          name="secret"
          type="password"
          label="Or enter one that the other side made"
          hint="32 characters or more."
          autoComplete="off"
          required
        />
        <Submit kind="quiet">Use this secret</Submit>
      </Form>
    </>
  );
}

export function TestForm({ id }: { id: number }) {
  return (
    <Form action={testPeer} hidden={{ id }} label="Test this connection">
      <Submit kind="quiet">Test this connection</Submit>
      <Findings />
    </Form>
  );
}

function Findings() {
  const findings = (useAnswer() as AdminState | null)?.findings;
  if (!findings) return null;
  return (
    <ul className="admin-findings" aria-label="What was found">
      {findings.map(({ ok, sentence }) => (
        <li key={sentence} className={ok ? 'is-good' : 'is-wrong'}>
          <b>{ok ? 'Right' : 'Wrong'}</b> <span>{sentence}</span>
        </li>
      ))}
    </ul>
  );
}

export function TellForm({ id }: { id: number }) {
  return (
    <Form action={tellAgain} hidden={{ id }} label="Tell it now">
      <Submit kind="quiet">Tell it now</Submit>
    </Form>
  );
}
