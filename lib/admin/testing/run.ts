import { userById } from '@/lib/auth/users';
import { type BulkAction, startBulk } from '../bulk';
import { defaults } from '../list-state';
import { adminType } from '../types';

/** A process of its own that begins a run on all releases of a newsroom, for a test to end: USER ACTION NEWSROOM. */
const [userId, action, newsroomId] = process.argv.slice(2);
const user = await userById(Number(userId));
const type = adminType('release');
const state = { ...defaults(type), show: 'all' as const, filters: { newsroomId: newsroomId! } };
await startBulk(user!, type, action as BulkAction, { state });
