import { daysAfter, daysAgo, latest, type SampleNewsroom, yearBefore } from './sample-text';

const season = yearBefore('06-04', '11:00');
const moonWanted = yearBefore('02-05', '15:00');

export const theatre: SampleNewsroom = {
  key: 'theatre',
  name: 'Théâtre de la Lanterne',
  description:
    'A house of 420 seats in an old gasworks in Lille: new plays, old trades, tickets that everybody can pay.',
  website: 'https://www.theatre-lanterne.example',
  boilerplate:
    'The Théâtre de la Lanterne opened in 1979 in the former gasworks of Lille-Fives. It produces nine plays a year with an ensemble of sixteen actors, workshops of its own, and 210 evenings in 420 red seats. A third of all tickets cost six euros.',
  contacts: [
    {
      name: 'Solène Marchetti',
      role: 'Press and dramaturgy',
      email: 'solene.marchetti@theatre-lanterne.example',
      phone: '+33 3 53 01 44 10',
    },
    {
      name: 'Box office',
      role: 'Tuesday to Saturday, 14–19',
      email: 'tickets@theatre-lanterne.example',
      phone: '+33 3 53 01 44 00',
    },
  ],
  releases: [
    {
      title: 'The new season: nine plays about people who stay',
      subtitle: 'Director Anaïs Verhaeghe opens with a comedy about a strike that nobody ends',
      dateline: 'Lille',
      tags: ['season', 'premiere'],
      when: season,
      appeal: 1.3,
      pictures: [
        {
          scene: 'curtain',
          alt: 'Illustration of a heavy red curtain with a circle of light on it',
          caption: 'The curtain dates from 1979 and weighs 410 kilograms.',
        },
        {
          scene: 'seats',
          alt: 'Illustration of curved rows of seats seen from above',
          caption: '420 seats, a third of them for six euros.',
        },
      ],
      attachments: [
        {
          kind: 'pdf',
          name: 'season-programme.pdf',
          title: 'The season on one page',
          facts: [
            ['September', 'The Long Strike, comedy by Léna Courtois'],
            ['October', 'Antigone, after Sophocles, in a courtroom'],
            ['November', 'The Keeper of the Lock, new play'],
            ['January', 'A Winter in Fives, with 40 neighbours'],
            ['March', 'The Cherry Orchard, Chekhov'],
            ['May', 'Small Hours, dance'],
          ],
        },
      ],
      body: `
Leaving makes a good third act. The coming season asks what staying makes. Nine plays, four of them new, tell of
people who could go and do not: strikers, nurses, a lock-keeper, Antigone.

It begins on {+108} with **The Long Strike** by Léna Courtois, a comedy about a factory in which everybody has
forgotten what the strike was for and nobody wants to be the first to ask.

## Premieres

| When | What | Directed by |
| {month+108} | The Long Strike | Anaïs Verhaeghe |
| {month+140} | Antigone | Idriss Benali |
| {month+170} | The Keeper of the Lock | Anaïs Verhaeghe |
| {month+230} | A Winter in Fives | Kateřina Nováková |
| {month+290} | The Cherry Orchard | Bruno Teixeira |

## Forty neighbours

For *A Winter in Fives* the ensemble has listened to stories at kitchen tables for a year. Forty of the people who
told them will stand on the stage.

> I was asked whether I can act. I worked at a post-office counter for thirty-one years.
> -- Mme Delattre, 74, who plays herself and the mayor

Subscriptions are on sale from {+7}. Six-euro tickets for all performances are sold on the day, from noon, at the
counter, to everybody.`,
    },
    {
      title: 'Wanted: one moon, second-hand',
      subtitle: 'The props workshop asks the public for help',
      dateline: 'Lille',
      tags: ['workshops', 'community'],
      when: moonWanted,
      appeal: 1.2,
      viralAfter: 1,
      pictures: [
        { scene: 'moonset', alt: 'Illustration of a large pale moon hanging on ropes above an empty stage' },
      ],
      body: `
Our moon has fallen. It had hung above eighty-one productions, from *Pierrot* to *Salome*, was made of plywood in 1983
and could not be saved.

We are looking for another: round, between two and four metres across, less than ninety kilograms. It may have been a
sign, a satellite dish, a cheese. Please write to the props workshop with a picture and a story.

The giver receives two seats for life, with a view of it.`,
    },
    {
      title: 'A moon for the Lanterne: 212 offers, one winner',
      dateline: 'Lille',
      tags: ['workshops', 'community'],
      when: daysAfter(moonWanted, 78, '15:00'),
      appeal: 1.1,
      pictures: [
        {
          scene: 'moonset gold',
          alt: 'Illustration of a golden moon on stage with two small figures looking up',
        },
      ],
      body: `
The new moon of the Théâtre de la Lanterne is the lid of a brewery tank from Roubaix: 3.1 metres, copper, with a dent
that everybody takes for a crater. It was offered by the brewery's last master, Omer Vandamme, 91.

Two hundred and twelve people wrote to us. Runners-up were a skating rink's mirror ball, the dial of a station clock and a
real piece of the Moon, the size of a lentil, which came with a certificate and without an explanation.`,
    },
    {
      title: 'Antigone in a courtroom: last tickets, two more evenings',
      dateline: 'Lille',
      tags: ['premiere', 'tickets'],
      when: daysAfter(season, 147, '17:00'),
      appeal: 0.8,
      pictures: [
        { scene: 'stage', alt: 'Illustration of figures in long shadows on a stage under hard spotlights' },
      ],
      body: `
All fourteen evenings of *Antigone* are sold out. Two more have been added, on {+12} and {+13}.

Idriss Benali has set the tragedy in a courtroom; the audience sits where the public sits and may be asked to
leave. Real judges and advocates from the city play the chorus, a different one each night. "The law," wrote one
critic, "has rarely looked so uncomfortable."`,
    },
    {
      title: 'Performance with sign language becomes the rule',
      dateline: 'Lille',
      tags: ['accessibility', 'tickets'],
      when: latest('01-14', '11:00'),
      appeal: 0.9,
      pictures: [
        { scene: 'stage two', alt: 'Illustration of two figures facing each other in a circle of light' },
      ],
      body: `
From {month+20} every production has at least three performances in French sign language: not with an interpreter at the
edge, but with one on stage for each role. It is part of the staging and rehearsed like the rest.

We tried it with *The Keeper of the Lock*. People who hear told us that they had understood more.

- Captions on four seats in each row, at every performance
- Tactile tour of the set an hour before, on Saturdays
- A quiet room with sound and picture from the stage`,
    },
    {
      title: 'The Cherry Orchard, with a real one',
      subtitle: 'After the last performance, 60 trees from the set are planted along the canal',
      dateline: 'Lille',
      tags: ['premiere', 'environment'],
      when: latest('03-11', '11:00'),
      appeal: 1.1,
      pictures: [
        {
          scene: 'stage trees',
          alt: 'Illustration of slender trees standing on a stage in violet light',
          caption: 'Sixty young trees stand on stage, in tubs.',
        },
        { scene: 'curtain half', alt: 'Illustration of a half-open curtain with light falling through' },
      ],
      body: `
In Chekhov's play the orchard is cut down. In ours it is planted. Sixty young cherry trees stand on the stage of the
Lanterne from {+9}, in tubs, under lamps that give them daylight between performances.

Every evening one is sold to the person who argues for it best in the interval. On {+52}, the morning after the last
performance, all sixty will be planted on the towpath between Fives and Hellemmes, by those who bought them.

> At the end one hears an axe. In our version one hears it and knows that it is lying.
> -- Bruno Teixeira, director

The city's gardeners chose the variety: *Burlat*, early, dark, and not afraid of buses.`,
    },
    {
      title: 'Season ends with 96 per cent of seats taken',
      dateline: 'Lille',
      tags: ['annual report', 'season'],
      when: latest('07-06', '10:30'),
      appeal: 0.7,
      pictures: [{ scene: 'seats', alt: 'Illustration of a fan of seats, most of them red and some golden' }],
      attachments: [
        {
          kind: 'csv',
          name: 'season-attendance.csv',
          title: 'Attendance by production',
          rows: [
            ['production', 'evenings', 'visitors', 'six_euro_tickets'],
            ['The Long Strike', 31, 12610, 4290],
            ['Antigone', 16, 6720, 2240],
            ['The Keeper of the Lock', 22, 8380, 2900],
            ['A Winter in Fives', 27, 11340, 4820],
            ['The Cherry Orchard', 30, 12290, 4010],
          ],
        },
      ],
      body: `
Eighty-four thousand people came to 210 performances: 96 per cent of all seats were taken, more than ever in the history
of the house. Of 84 000 tickets, 29 400 were sold for six euros.

*A Winter in Fives*, with forty people from the quarter, was prolonged twice. Three of the forty have since been seen in
films; Mme Delattre has declined.`,
    },
    {
      title: 'Apprentices wanted: tailoring, carpentry, thunder',
      dateline: 'Lille',
      tags: ['jobs', 'workshops'],
      when: latest('09-02', '12:00'),
      pictures: [
        { scene: 'curtain blue', alt: 'Illustration of a deep blue curtain with a narrow beam of light' },
      ],
      body: `
Three apprentices can begin in the workshops of the Lanterne on {+40}: one in tailoring, one in carpentry and one in
sound. The last will learn, among other things, to make thunder with a sheet of steel from 1911, because no loudspeaker
can do it.

No diplomas are needed. Send us something you have made, or a picture of it, and say what you would do differently.`,
    },
    {
      title: 'Tickets from home for six euros: the noon lottery',
      dateline: 'Lille',
      tags: ['tickets', 'accessibility'],
      when: daysAgo(2, '11:30'),
      appeal: 1,
      pictures: [{ scene: 'curtain gold', alt: 'Illustration of a golden curtain lit from below' }],
      body: `
Those who work or live far away cannot stand at our counter at noon. From {month+10} a third of the six-euro tickets is
drawn by lot: write your name by midnight, and at noon you know.

It works by e-mail, on the telephone, or with the postcard in our window. Nobody has to say why they want the cheaper
seat.`,
    },
  ],
};
