import { defineConfig } from 'drizzle-kit';

/** `npx drizzle-kit generate --name what_changes` writes the next migration; `presskit migrate` applies them. */
export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './drizzle/schema.ts',
    './drizzle/accounts.ts',
    './drizzle/admin.ts',
    './drizzle/sums.ts',
    './drizzle/sso.ts',
  ],
  out: './drizzle/migrations',
});
