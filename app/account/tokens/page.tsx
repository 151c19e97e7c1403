import { Fragment } from 'react';
import { listApiTokens } from '@/lib/auth/api-tokens';
import { Form, Submit } from '../../_components/Form';
import { Said } from '../../_components/Said';
import { dayShort } from '../../_site/format';
import { personal } from '../../_site/personal';
import { type Query, text } from '../../_site/requests';
import { requireUser } from '../../_site/who';
import { neededConfirmation } from '../session';
import { ApiUse } from './ApiUse';
import { createToken, revokeToken } from './actions';
import { NewToken } from './NewToken';
import './tokens.css';

export const metadata = personal('API tokens');

const states = { good: 'good', expired: 'expired', revoked: 'revoked' };

export default async function Tokens({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const user = await requireUser();
  const [tokens, needed] = await Promise.all([listApiTokens(user), neededConfirmation()]);
  return (
    <Fragment key={text(query, 'at')}>
      <h1>API tokens</h1>
      <p>
        With a token, a program of yours reads the statistics that you may read, and nothing else. Programs
        send it as <code>Authorization: Bearer …</code>.
      </p>
      {text(query, 'done') === 'revoked' && (
        <Said>The token is revoked; from now on it is worth nothing.</Said>
      )}
      <section aria-labelledby="new-token">
        <h2 id="new-token">A new token</h2>
        <NewToken action={createToken} needed={needed} />
      </section>
      {tokens.length > 0 && (
        <section aria-labelledby="your-tokens">
          <h2 id="your-tokens">Your tokens</h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls where the page is narrow */}
          <section className="tokens-list" aria-label="List of your tokens" tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Made</th>
                  <th scope="col">Last used</th>
                  <th scope="col">Good until</th>
                  <th scope="col">State</th>
                </tr>
              </thead>
              <tbody>
                {tokens.map((token) => (
                  <tr key={token.id}>
                    <th scope="row">{token.name}</th>
                    <td>{dayShort(token.createdAt)}</td>
                    <td>{token.usedAt ? dayShort(token.usedAt) : 'never'}</td>
                    <td>{token.expiresAt ? dayShort(token.expiresAt) : 'it is revoked'}</td>
                    <td>
                      {token.state === 'good' ? (
                        <Form action={revokeToken} hidden={{ id: token.id }} label={`Revoke ${token.name}`}>
                          <Submit kind="quiet">
                            Revoke<span className="hidden"> {token.name}</span>
                          </Submit>
                        </Form>
                      ) : (
                        states[token.state]
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </section>
      )}
      <ApiUse />
    </Fragment>
  );
}
