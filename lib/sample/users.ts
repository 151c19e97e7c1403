/**
 * The people of the sample, so that there is somebody to be: one who may do everything, one who writes, one who only
 * reads the figures. Addresses are on a reserved domain.
 */
/** With which all of them sign in. It stands in the open, so nothing that matters may ever hang on it. */
export const samplePassword = 'presskit-demo';

export type SampleUser = {
  email: string;
  name: string;
  role: 'admin' | 'editor' | 'auditor' | 'author';
  /** Newsrooms (by key) and what the person is there. */
  newsrooms: { key: string; role: 'owner' | 'editor' | 'analyst' }[];
  /** For people, after "who". */
  may: string;
};

export const sampleUsers: SampleUser[] = [
  {
    email: 'admin@presskit.example',
    name: 'Ada Brandt',
    role: 'admin',
    newsrooms: [],
    may: 'administers the whole site',
  },
  {
    email: 'author@presskit.example',
    name: 'Mateo Öberg',
    role: 'author',
    newsrooms: [
      { key: 'ferry', role: 'owner' },
      { key: 'library', role: 'editor' },
      // These have something that is not out yet: a draft and an embargoed release.
      { key: 'seedbank', role: 'editor' },
      { key: 'satellite', role: 'editor' },
    ],
    may: 'owns the newsroom of Västersund Ferries and writes for three more',
  },
  {
    email: 'analyst@presskit.example',
    name: 'Noor Petrauskas',
    role: 'author',
    newsrooms: [
      { key: 'ferry', role: 'analyst' },
      { key: 'transit', role: 'analyst' },
    ],
    may: 'reads the figures of the ferries and of the transit authority',
  },
];
