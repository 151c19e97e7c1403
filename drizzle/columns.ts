import { customType, timestamp } from 'drizzle-orm/pg-core';

/** Column types that the schema files share. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
export const instant = (name: string) => timestamp(name, { withTimezone: true });
