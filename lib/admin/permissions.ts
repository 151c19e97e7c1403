import { record } from '@/lib/auth/audit-log';
import type { User } from '@/lib/auth/users';
import { PresskitError } from '@/lib/errors';
import { labelOf } from './columns';
import { type Field, fieldsOf } from './fields';
import type { FormSchema } from './schemas';
import { type AdminType, adminTypes } from './types';

/**
 * Who may do what to which type: the one place. The roles are those of the site; what somebody is in a newsroom gives no
 * right here.
 */
export const actions = [
  'view',
  'export',
  'add',
  'change',
  'delete',
  'restore',
  'publish',
  'unpublish',
  'purge',
] as const;
export type Action = (typeof actions)[number];

type Rule = (action: Action, type: AdminType) => boolean;
const readsOnly: Rule = (action) => action === 'view' || action === 'export';

const rules: Record<User['role'], Rule> = {
  admin: () => true,
  // Content and all that is done with it, short of removing it for good; who works on it can be seen.
  editor: (action, type) =>
    type.content ? action !== 'purge' : type.name === 'member' && readsOnly(action, type),
  auditor: readsOnly,
  author: () => false,
};

/** Fields that only admins set, whoever else may change the record. Whose a domain is is for who runs the site to say. */
const reserved: Record<string, readonly string[] | undefined> = { newsroom: ['domain'] };

/** What can be done to records of a type at all. */
const isPossible: Record<Action, (type: AdminType) => boolean> = {
  view: () => true,
  export: () => true,
  add: (type) => type.schemaOfNew !== null,
  change: (type) => type.schema !== null,
  delete: (type) => type.canDelete,
  restore: (type) => type.canDelete,
  purge: (type) => type.canDelete,
  publish: (type) => type.canPublish,
  unpublish: (type) => type.canPublish,
};

/** The rule itself. */
export const may = (user: Pick<User, 'role'>, action: Action, type: AdminType): boolean =>
  isPossible[action](type) && rules[user.role](action, type);

/** Every action, and whether the person may take it. */
export const allowedTo = (user: Pick<User, 'role'>, type: AdminType): Record<Action, boolean> =>
  Object.fromEntries(actions.map((action) => [action, may(user, action, type)])) as Record<Action, boolean>;

/** Whether the person, who may change records of the type, may set this field of them. */
export const maySet = (user: Pick<User, 'role'>, type: AdminType, field: string): boolean =>
  user.role === 'admin' || !reserved[type.name]?.includes(field);

/** The fields of a schema that the person may set. */
export const fieldsFor = (user: Pick<User, 'role'>, type: AdminType, schema: FormSchema): Field[] =>
  fieldsOf(type, schema).filter(({ name }) => maySet(user, type, name));

/** The types that a person may look at, in the order of the navigation. */
export const typesFor = (user: Pick<User, 'role'>): AdminType[] =>
  adminTypes.filter((type) => may(user, 'view', type));

/** Whether there is anything here for a person. */
export const mayEnter = (user: Pick<User, 'role'>): boolean => typesFor(user).length > 0;

/**
 * Throws unless the person may: 'not_found' for who has no business here at all, so that nobody learns what exists;
 * 'forbidden' when the role is not enough, which the audit log notes.
 */
export async function demand(user: User, action: Action, type: AdminType, objectId?: number): Promise<void> {
  if (may(user, action, type)) return;
  await record({
    actorId: user.id,
    action: `admin.${action}`,
    type: type.name,
    objectId,
    isRefusal: true,
  });
  if (!mayEnter(user)) throw new PresskitError('not_found', 'There is nothing here for you.');
  throw new PresskitError(
    'forbidden',
    `As ${withArticle[user.role]} you may not ${action} ${type.label[1].toLowerCase()}. Nothing was changed.`,
  );
}

/** Throws 'forbidden' when there is a field among these that the person may not set, which the audit log notes. */
export async function demandFields(
  user: User,
  type: AdminType,
  fields: string[],
  objectId?: number,
): Promise<void> {
  const wrong = fields.find((field) => !maySet(user, type, field));
  if (wrong === undefined) return;
  await record({
    actorId: user.id,
    action: 'admin.change',
    type: type.name,
    objectId,
    isRefusal: true,
    detail: { fields: [wrong] },
  });
  throw new PresskitError(
    'forbidden',
    `As ${withArticle[user.role]} you may not set “${labelOf(wrong)}” of ${type.label[1].toLowerCase()}: that is for admins. Nothing was changed.`,
  );
}

/** For what belongs to no type, such as the overview. Throws 'not_found'. */
export function demandEntry(user: User): void {
  if (!mayEnter(user)) throw new PresskitError('not_found', 'There is nothing here for you.');
}

const withArticle: Record<User['role'], string> = {
  admin: 'an admin',
  editor: 'an editor',
  auditor: 'an auditor',
  author: 'an author',
};
