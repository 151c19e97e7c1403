import { daysAgo, latest, type SampleNewsroom, yearBefore } from './sample-text';

export const museum: SampleNewsroom = {
  key: 'museum',
  name: 'Museum of Ordinary Things Ljubljana',
  description:
    'Chairs, spoons, tram tickets, telephones: 92 000 objects that everybody had and nobody kept, in a former tobacco factory.',
  website: 'https://www.ordinary-things.example.org',
  boilerplate:
    'The Museum of Ordinary Things was opened in Ljubljana in 2003. It collects what people used without looking at it, together with the stories of those who did. Its 92 000 objects were all given, none bought. Admission is one story.',
  contacts: [
    {
      name: 'Špela Žagar',
      role: 'Press',
      email: 'spela.zagar@ordinary-things.example.org',
      phone: '+44 1632 960 508',
    },
    {
      name: 'Dr Matjaž Čuk',
      role: 'Curator',
      email: 'matjaz.cuk@ordinary-things.example.org',
      phone: '+44 1632 960 509',
    },
  ],
  releases: [
    {
      title: 'A hundred chairs: an exhibition to sit on',
      subtitle: 'From a school bench of 1874 to an office chair that remembers four bankruptcies',
      dateline: 'Ljubljana',
      tags: ['exhibition', 'design'],
      when: yearBefore('03-10', '11:00'),
      appeal: 1.3,
      pictures: [
        {
          scene: 'objects chairs',
          alt: 'Illustration of many different chairs in a grid on coloured fields',
          caption: 'One hundred chairs, all of them in use.',
        },
        {
          scene: 'gallery',
          alt: 'Illustration of visitors in an exhibition hall with framed pictures and a bench',
          caption: 'The hall during construction.',
        },
      ],
      attachments: [
        {
          kind: 'pdf',
          name: 'hundred-chairs.pdf',
          title: 'Exhibition sheet',
          facts: [
            ['Chairs', '100'],
            ['Oldest', '1874, school bench from Idrija'],
            ['Newest', 'last spring, found in a skip'],
            ['Visitors may', 'sit on all but three'],
            ['Catalogue', '212 pages, 19 euros, lies flat'],
          ],
        },
      ],
      body: `
You may sit down. In the new exhibition of the Museum of Ordinary Things that is not an offer but the method: ninety-seven
of the hundred chairs on show can be used, and each is understood best from above.

There is a school bench of 1874 with eleven sets of initials, a milking stool, the chair of a night porter with a worn left
arm, a plastic garden chair, number 4 000 000 or so of its kind. An office chair of 1992 has outlived four companies; its
label gives the dates of their bankruptcies.

## Three that nobody sits on

- The chair from a waiting room at Jesenice station, because it is still waiting for a decision of the railways.
- A child's chair, because the man who gave it asked for that.
- One by a famous designer, because it does not work.

> A chair is the only object that has exactly our shape and never complains. We owe it an exhibition.
> -- Dr Matjaž Čuk, curator

The exhibition opens on {+12} and runs for a year, or until the hundredth leg breaks.`,
    },
    {
      title: 'Admission: one story',
      subtitle: 'Since we stopped selling tickets we have collected 61 000 accounts of everyday life',
      dateline: 'Ljubljana',
      tags: ['visitors', 'collection', 'research'],
      when: yearBefore('06-18', '10:00'),
      appeal: 1.4,
      viralAfter: 6,
      pictures: [
        {
          scene: 'objects mixed',
          alt: 'Illustration of everyday objects such as a cup, a kettle and a radio',
        },
      ],
      attachments: [
        {
          kind: 'csv',
          name: 'stories-by-object.csv',
          title: 'Objects with the most stories',
          rows: [
            ['object', 'stories'],
            ['coffee pot, three cups', 2140],
            ['telephone with dial', 1980],
            ['school bag', 1544],
            ['sewing machine', 1390],
            ['plastic lemon', 611],
          ],
        },
      ],
      body: `
For two years our tickets have cost nothing but a story: two minutes, about an object in the house that you know from your
own life, told into a microphone or written on a card.

We have 61 000 of them now. A coffee pot for three cups has 2 140 stories, in eleven languages; four people have
proposed marriage beside it. The plastic lemon from the kitchen of the 1970s has 611, most of them short.

## What it costs and what it brings

Tickets had brought 190 000 euros a year. The city pays 120 000 of it; the rest comes from the café, which has become
fuller because people who have told something want to talk.

Historians of three universities work with the archive. It is open to all; names only where people wanted it.

> We used to explain the object to the visitors. It was the wrong way round.
> -- Špela Žagar`,
    },
    {
      title: 'The last telephone box comes home',
      dateline: 'Ljubljana',
      tags: ['collection', 'technology'],
      when: yearBefore('10-08', '09:00'),
      pictures: [{ scene: 'vitrine', alt: 'Illustration of a glass case with one lit object on a plinth' }],
      body: `
The last public telephone of the country stood in Bohinjska Bistrica, was used eleven times in its last year and now
stands in our courtyard. It works. Calls are free of charge and end after three minutes, as always.

On its number, printed on the door, one can also ring it. Please do: our visitors pick up.`,
    },
    {
      title: 'Night of the kettles',
      dateline: 'Ljubljana',
      tags: ['event', 'visitors'],
      when: yearBefore('12-12', '12:00'),
      appeal: 0.6,
      body: `
On {+7}, at nine in the evening, forty kettles from eight decades will be put on together. Composer Anja Vrhovnik has
arranged them by pitch; the oldest, from 1938, opens with a low F.

Tea afterwards. Please bring your own cup, and tell us about it.`,
    },
    {
      title: 'What smells like 1985? Museum opens a library of odours',
      dateline: 'Ljubljana',
      tags: ['collection', 'research'],
      when: latest('02-18', '10:00'),
      appeal: 1.3,
      viralAfter: 4,
      pictures: [
        { scene: 'objects bottles', alt: 'Illustration of small bottles in rows with coloured liquids' },
      ],
      body: `
Duplicated worksheets. A tram in the rain. The inside of a pencil case. Two hundred and twelve smells of everyday life
can be borrowed from today, in brown bottles of ten millilitres, for a fortnight.

They were made with the institute of chemistry, which analysed the air around objects of our collection and rebuilt it
from pure substances. The worksheet took nine months. "School" consists of floor wax, wet wool, apple and fear; the fear
is a compound of sulphur.

### How it is used

- Nursing homes borrow most. People who have stopped talking begin again.
- Schools ask for 1985, to know what their teachers mean.
- Nobody has yet returned "Grandmother's hallway" on time.

> Smell has no history because nobody could quote it. Now there are footnotes.
> -- Dr Matjaž Čuk`,
    },
    {
      title: 'Visitors decide: fifty objects leave the collection',
      dateline: 'Ljubljana',
      tags: ['collection', 'visitors'],
      when: latest('04-28', '11:00'),
      appeal: 0.9,
      pictures: [
        {
          scene: 'gallery dusk',
          alt: 'Illustration of an exhibition hall in evening light with empty frames',
        },
      ],
      body: `
A museum that only takes will burst. For the first time we give fifty objects back into the world: duplicates that could be
of use. Visitors chose them, with stickers, out of two hundred.

Nine sewing machines go to a workshop, eleven typewriters to writers who applied with a typed letter. A tandem goes to the
couple who argued best for it, in opposite directions.`,
    },
    {
      title: 'Catalogue of all 92 000 objects is online and searchable by use',
      dateline: 'Ljubljana',
      tags: ['open data', 'collection'],
      when: latest('06-24', '10:00'),
      appeal: 1.1,
      pictures: [{ scene: 'objects grid', alt: 'Illustration of a dense grid of small object silhouettes' }],
      attachments: [
        {
          kind: 'csv',
          name: 'verbs.csv',
          title: 'The thirty most frequent verbs of the catalogue',
          rows: [
            ['verb', 'objects'],
            ['to hold', 9120],
            ['to sit on', 3310],
            ['to pour', 2904],
            ['to write with', 2811],
            ['to hide', 404],
            ['to throw', 377],
          ],
        },
      ],
      body: `
Other museums sort by material, period and maker. Our catalogue, online since this morning with photographs and stories,
is sorted by verb. What is it for? To hold, to pour, to mend, to hide.

It turned out that 404 of our objects were made for hiding something and 61 have never been used for what they were made.

All texts and pictures are free to use.`,
    },
    {
      title: 'Plečnik’s door handles: new room on the ground floor',
      dateline: 'Ljubljana',
      tags: ['exhibition', 'design'],
      when: latest('09-15', '10:30'),
      appeal: 0.8,
      pictures: [{ scene: 'vitrine gold', alt: 'Illustration of lit display cases with small brass shapes' }],
      body: `
Forty door handles from Ljubljana, from palace, school and public lavatory, can be pressed in a new room on the ground
floor. Behind each is a small door, and behind each door the sound of the house from which it came.

Eleven are by Jože Plečnik. They are, as the label says, those with the shiniest middle.`,
    },
    {
      title: 'Please lend us your shopping list',
      dateline: 'Ljubljana',
      tags: ['collection', 'community'],
      when: daysAgo(3, '10:00'),
      appeal: 1,
      pictures: [
        { scene: 'objects paper', alt: 'Illustration of sheets of paper with lines of handwriting' },
      ],
      body: `
For an exhibition in {year+1} we collect shopping lists: written by hand, used, crumpled. They are the most frequent
text of mankind and the least preserved.

You can drop them into the box beside any till in the city until {+40}. Names are covered. Spelling stays.

The oldest we have is from 1911: *candles, string, vinegar, something for Mother.*`,
    },
  ],
};
