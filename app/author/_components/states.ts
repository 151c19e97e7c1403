import type { ReleaseState } from '@/lib/content/author-releases';
import type { VersionKind } from '@/lib/content/versions';

/** The words for states and versions, the same everywhere. */
export const stateWords: Record<ReleaseState, { one: string; many: string }> = {
  draft: { one: 'Draft', many: 'Drafts' },
  scheduled: { one: 'Scheduled', many: 'Scheduled' },
  embargoed: { one: 'Embargoed', many: 'Embargoed' },
  published: { one: 'Published', many: 'Published' },
};

export const versionWords: Record<VersionKind, string> = {
  autosave: 'Saved by itself',
  save: 'Saved',
  publish: 'Published',
  schedule: 'Scheduled',
  embargo: 'Set under embargo',
  restore: 'Brought back',
  conflict: 'Kept from a conflict',
};
