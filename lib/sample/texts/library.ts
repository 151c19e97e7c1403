import { daysAgo, latest, type SampleNewsroom, yearBefore } from './sample-text';

export const library: SampleNewsroom = {
  key: 'library',
  name: 'Limmat Public Library Zürich',
  description:
    'Eleven houses, two book buses and 640 000 things to borrow, from novels to sewing machines, for everybody in Zürich.',
  website: 'https://www.limmat-library.example.org',
  boilerplate:
    'The Limmat Public Library has lent books to the people of Zürich since 1896. It has eleven houses and two buses, 118 000 members, and opens on every day of the year. A card is free of charge. Its collection of 640 000 items includes tools, instruments and, since 2019, a telescope.',
  contacts: [
    {
      name: 'Regula Ammann',
      role: 'Communications',
      email: 'regula.ammann@limmat-library.example.org',
      phone: '+44 1632 960 114',
    },
    {
      name: 'Luca Bernasconi',
      role: 'Programme and events',
      email: 'events@limmat-library.example.org',
      phone: '+44 1632 960 115',
    },
  ],
  releases: [
    {
      title: 'Zürich’s library drops late fees for good',
      subtitle: 'A year’s trial brought back 9 700 books that had been given up for lost',
      dateline: 'Zürich',
      tags: ['lending', 'community'],
      when: yearBefore('01-15', '09:30'),
      appeal: 1.8,
      viralAfter: 2,
      pictures: [
        {
          scene: 'shelves',
          alt: 'Illustration of tall shelves filled with coloured book spines and one ladder',
          caption: 'Some of these were away for eleven years.',
        },
      ],
      attachments: [
        {
          kind: 'csv',
          name: 'returns-during-trial.csv',
          title: 'Overdue items returned, by month of the trial',
          rows: [
            ['month', 'returned', 'of_which_overdue_more_than_a_year'],
            [1, 2110, 640],
            [2, 1430, 402],
            [3, 1120, 288],
            [4, 890, 190],
            [5, 760, 171],
            [6, 702, 140],
            [7, 640, 122],
            [8, 610, 119],
            [9, 560, 96],
            [10, 450, 71],
            [11, 260, 44],
            [12, 168, 30],
          ],
        },
      ],
      body: `
People who owe a library money do not come back, and neither do the books. That was the suspicion with which we
stopped charging late fees a year ago. It was right.

In twelve months 9 700 overdue items came home, among them a guide to Yugoslavia, 212 volumes of *Asterix* and a
cookery book with an apology and a recipe. About 4 300 people who had not been here for more than a year are using
their cards again. Books are, on average, one day later than before.

From {+17} the trial becomes the rule.

> We used to take 380 000 francs a year in fees and spend 240 000 on collecting them. For the rest we had made
> a hundred thousand people feel watched.
> -- Regula Ammann, head of communications

## What stays

- After six weeks we ask for the price of the item. When it comes back, so does the money.
- Reserved items cannot be extended, and we still send reminders: two, friendly.
- Tools and instruments keep a small deposit.

## In figures

| | Year before | Trial year |
| Loans | 2.91 m | 3.12 m |
| Items never returned | 6 140 | 2 480 |
| Active members | 111 300 | 118 000 |
| Median delay | 0 days | 1 day |`,
    },
    {
      title: 'Open on 365 days: Sundays were the beginning',
      dateline: 'Zürich',
      tags: ['opening hours', 'service'],
      when: yearBefore('03-26', '10:00'),
      pictures: [
        { scene: 'reading night', alt: 'Illustration of a lit library window with a reader at night' },
      ],
      body: `
The house at Helvetiaplatz will be open on every day of the year from {+12}, including public holidays, from nine to
nine. Staff are present from ten to six; in the other hours a card opens the door.

We tried it in Oerlikon for a year. Nothing was stolen, one window was broken (by us), and a quarter of all visits fell
into the hours without staff. Most came between seven and nine in the evening, with children.`,
    },
    {
      title: 'Borrow a cello: instruments join the collection',
      dateline: 'Zürich',
      tags: ['lending', 'music'],
      when: yearBefore('09-03', '11:00'),
      appeal: 1.2,
      pictures: [
        {
          scene: 'objects shelf',
          alt: 'Illustration of a shelf with an instrument, a lamp and other things to borrow',
        },
      ],
      body: `
Sixty-four instruments can be borrowed from today, for eight weeks at a time: violins in four sizes, guitars,
accordions, three cellos and a hammered dulcimer whose former owner asked only that it be played badly and often.

They come from attics. Our call for unused instruments in spring brought 170 offers; a luthier in Wiedikon repaired
what could be repaired and showed our staff how to tune.

- Loans: eight weeks, extended once
- Deposit: 50 francs
- Strings: ours
- Neighbours: yours`,
    },
    {
      title: 'The night of the long shelves',
      subtitle: 'On one evening, readers reshelved the philosophy section in the order they thought right',
      dateline: 'Zürich',
      tags: ['event', 'community'],
      when: yearBefore('11-25', '09:00'),
      pictures: [
        { scene: 'shelves dark', alt: 'Illustration of bookshelves at night with a few warm lights' },
      ],
      body: `
One hundred and forty people took all 3 100 philosophy books off the shelves on Friday night and put them back in an
order of their own making. The discussion on whether Nietzsche belongs to poetry lasted until half past one.

The new order, with headings such as *Books that comfort*, *Books that pretend to* and *Unfinished, like us*, stays
for three months. Loans have tripled so far. The catalogue knows both orders.`,
    },
    {
      title: 'What Zürich read last year',
      dateline: 'Zürich',
      tags: ['annual report', 'lending'],
      when: latest('01-20', '10:00'),
      appeal: 1.1,
      pictures: [{ scene: 'stack', alt: 'Illustration of a tall stack of books beside a lamp and a cup' }],
      attachments: [
        {
          kind: 'csv',
          name: 'most-borrowed.csv',
          title: 'Most borrowed by section',
          rows: [
            ['section', 'loans', 'change_percent'],
            ['Fiction', 640200, 3],
            ['Children', 910400, 6],
            ['Comics', 402300, 12],
            ['Things', 38100, 41],
            ['Languages', 88700, 4],
            ['Cookery', 51200, -2],
          ],
        },
      ],
      body: `
Children’s books were borrowed 910 000 times last year, novels 640 000 times and comics, for the first time, more than
400 000 times. The fastest-growing section is called *Things*: sewing machines, drills, projectors and cake tins were
lent 38 000 times, 41 per cent more often than the year before.

The single most borrowed object was neither a novel nor a comic but the carpet cleaner in Altstetten: 49 loans, a
waiting list of 31, and one thank-you letter from a dog.

> When people come for the carpet cleaner, they leave with a novel. The other way round it has not been observed.
> -- Annual report, page 12

The report can be read in all eleven houses, aloud if you ask.`,
    },
    {
      title: 'New director: Ifeoma Keller-Obi',
      dateline: 'Zürich',
      tags: ['people'],
      when: latest('04-09', '14:00'),
      appeal: 0.8,
      pictures: [
        { scene: 'portrait books', alt: 'Stylised portrait illustration of a woman in front of bookshelves' },
      ],
      body: `
The board has unanimously chosen Ifeoma Keller-Obi as director. She is 41, grew up in Schwamendingen, where the book bus
stopped in front of her house on Thursdays, and has led the city library of Lausanne since {year-6}.

> My first library had four wheels and smelled of diesel and apples. I would like every child in this city to know what
> time it comes.
> -- Ifeoma Keller-Obi

She follows Hans-Peter Rüegg, who retires after nineteen years, on {+83}.`,
    },
    {
      title: 'Floor plan by readers: the main house will be rebuilt from the inside',
      subtitle: '2 300 people drew where they want silence and where they want coffee',
      dateline: 'Zürich',
      tags: ['building', 'community'],
      when: latest('06-16', '10:00'),
      pictures: [
        {
          scene: 'plan',
          alt: 'Illustration of a floor plan with coloured rooms and stairs',
          caption: 'The plan on which most drawings agree.',
        },
        {
          scene: 'reading',
          alt: 'Illustration of a person reading in a large window seat',
          caption: 'Window seats: the most frequent wish.',
        },
      ],
      attachments: [
        {
          kind: 'pdf',
          name: 'main-house-brief.pdf',
          title: 'Brief for the architects',
          facts: [
            ['Floor area', '4 800 square metres'],
            ['Seats today', '310'],
            ['Seats wished for', '620'],
            ['Window seats', '74'],
            ['Silent rooms', '3, on the top floor'],
            ['Budget', '18.6 million francs'],
            ['Opening', 'in three years'],
          ],
        },
      ],
      body: `
For two months an empty floor plan of the main house lay on a table in the entrance hall, with coloured pencils. Two
thousand three hundred people filled one in. Nobody asked for more shelves. Almost everybody drew windows with somebody
sitting in them.

An open competition begins on {+21}. Its brief is a summary of the drawings:

1. **Silence at the top.** Three rooms in which not even keyboards are heard.
2. **Children on the ground floor**, with a door of their own and a lavatory in sight.
3. **Coffee between the two**, where noise belongs.
4. **Seventy-four window seats**: one for each window.

During the works, from {month+400}, the collection moves to a former tram depot.`,
    },
    {
      title: 'Telescope back from repair',
      dateline: 'Zürich',
      tags: ['lending', 'service'],
      when: latest('09-22', '12:00'),
      appeal: 0.6,
      body: `
The telescope, signature T 7, is back. It had spent three months with its maker after a reader cleaned the mirror, with
the best intentions, with window spray.

Forty-four people are on the list. Saturn can be seen until {month+60}; we lend the telescope for two nights instead of
seven until everybody has had a turn.`,
    },
    {
      title: 'Book bus goes electric and keeps its bell',
      dateline: 'Zürich',
      tags: ['climate', 'service'],
      when: daysAgo(5, '09:30'),
      appeal: 1,
      pictures: [
        {
          scene: 'stack day',
          alt: 'Illustration of colourful stacked books in front of a window with hills',
        },
      ],
      body: `
The new book bus carries 4 200 books, needs one night at the socket for two days of work and climbs the Zürichberg
without drowning out the storyteller. It replaces a bus from 1998.

The bell of the old one, a ship's bell from the lake, was the only thing that children asked to keep. It hangs above the
driver's door and is rung at each of 31 stops.`,
    },
  ],
};
