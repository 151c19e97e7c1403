import { daysAgo, latest, type SampleNewsroom, yearBefore } from './sample-text';

export const cycling: SampleNewsroom = {
  key: 'cycling',
  name: 'Atlantic Cycling Federation',
  description:
    'The federation of 312 cycling clubs on the Atlantic coast, from school rides to the Volta das Marés stage race.',
  website: 'https://www.atlantic-cycling.example.org',
  boilerplate:
    'The Atlantic Cycling Federation joins 312 clubs with 46 000 members. It organises 190 races a year, trains coaches and commissaires, teaches 30 000 children to ride in traffic, and speaks for everyday cyclists before parliaments. Its seat is in Porto.',
  contacts: [
    {
      name: 'Rui Magalhães',
      role: 'Press and media accreditation',
      email: 'rui.magalhaes@atlantic-cycling.example.org',
      phone: '+1 202 555 0151',
    },
    {
      name: 'Inês Carvalho',
      role: 'Everyday cycling and policy',
      email: 'ines.carvalho@atlantic-cycling.example.org',
      phone: '+1 202 555 0152',
    },
  ],
  releases: [
    {
      title: 'Volta das Marés: seven stages from Viana to the lighthouse of São Vicente',
      subtitle: 'Women and men ride the same 1 041 kilometres for the same prize money',
      dateline: 'Porto',
      tags: ['racing', 'event', 'equality'],
      when: yearBefore('02-12', '12:00'),
      appeal: 1.5,
      pictures: [
        {
          scene: 'road day riders',
          alt: 'Illustration of three cyclists on a winding road between green hills',
          caption: 'Stage 4 follows the coast for ninety kilometres.',
        },
        {
          scene: 'profile',
          alt: 'Illustration of a jagged elevation profile with marked climbs',
          caption: 'The profile of the queen stage.',
        },
        { scene: 'wheel', alt: 'Illustration of a large bicycle wheel with fine spokes' },
      ],
      attachments: [
        {
          kind: 'csv',
          name: 'volta-stages.csv',
          title: 'Stages, distances and climbing',
          rows: [
            ['stage', 'from', 'to', 'km', 'climb_m'],
            [1, 'Viana do Castelo', 'Braga', 142, 1630],
            [2, 'Guimarães', 'Lamego', 168, 3210],
            [3, 'Viseu', 'Guarda', 151, 3480],
            [4, 'Figueira da Foz', 'Peniche', 176, 980],
            [5, 'Óbidos', 'Sintra', 158, 2410],
            [6, 'Setúbal', 'Odemira', 139, 1770],
            [7, 'Aljezur', 'São Vicente', 107, 1210],
          ],
        },
        {
          kind: 'pdf',
          name: 'volta-media-guide.pdf',
          title: 'Media guide on one page',
          facts: [
            ['Stages', '7'],
            ['Distance', '1 041 km'],
            ['Climbing', '14 690 m'],
            ['Teams', '18 women, 18 men'],
            ['Prize money', '240 000 euros each'],
            ['Press centre', 'moves with the race, opens 09:00'],
          ],
        },
      ],
      body: `
The Volta das Marés returns with its hardest course yet: seven stages, 1 041 kilometres and 14 690 metres of climbing,
from Viana do Castelo to the lighthouse at the end of Europe. It starts on {+82}.

For the first time the women's and the men's race share all of it: course, days, hotels, television hours and prize
money. The women start in the morning on odd days and in the afternoon on even ones.

## The stages

| | From | To | km |
| 1 | Viana do Castelo | Braga | 142 |
| 2 | Guimarães | Lamego | 168 |
| 3 | Viseu | Guarda | 151 |
| 4 | Figueira da Foz | Peniche | 176 |
| 5 | Óbidos | Sintra | 158 |
| 6 | Setúbal | Odemira | 139 |
| 7 | Aljezur | São Vicente | 107 |

> On stage 3 the road goes up for nine kilometres, looks at you, and goes up for six more.
> -- Marta Sequeira, race director and winner in {year-9}

## For those who stand at the roadside

- Roads close ninety minutes before the first rider, not three hours.
- Drinking water every ten kilometres, for riders and spectators.
- Bottles are collected by 61 school classes, who keep the deposit.

Accreditation is open until {+54}.`,
    },
    {
      title: '30 000 children pass the cycling test, and 4 000 adults',
      dateline: 'Porto',
      tags: ['training', 'schools', 'annual report'],
      when: yearBefore('07-01', '10:00'),
      appeal: 0.7,
      pictures: [{ scene: 'road day', alt: 'Illustration of a winding road through a bright landscape' }],
      body: `
Thirty thousand children from 712 schools learned this school year to ride a bicycle in traffic. They passed a test that
many drivers would not. For the first time there were courses for adults in all districts; 4 000 took part. The
oldest, Senhor Abílio from Matosinhos, is 81 and now rides to the fish market.

Lessons for adults begin in an empty car park on Sunday mornings and end, after six weeks, on a roundabout.`,
    },
    {
      title: 'Position paper: thirty in town saves nine lives a month',
      subtitle: 'An analysis of 18 000 accidents in forty towns',
      dateline: 'Lisboa',
      tags: ['policy', 'safety', 'research'],
      when: yearBefore('09-18', '09:30'),
      appeal: 1.3,
      viralAfter: 1,
      pictures: [{ scene: 'chart bars', alt: 'Illustration of a yellow line that falls over green columns' }],
      attachments: [
        {
          kind: 'csv',
          name: 'accidents-by-limit.csv',
          title: 'Serious accidents per 10 000 inhabitants, by speed limit',
          rows: [
            ['limit', 'towns', 'before', 'after'],
            ['50, unchanged', 21, 7.9, 8.1],
            ['30, signs only', 11, 8.2, 6.0],
            ['30, rebuilt streets', 8, 8.0, 3.4],
          ],
        },
      ],
      body: `
Forty towns, 18 000 accidents, six years. Nineteen of the towns lowered the limit to thirty kilometres an hour in their
centres, twenty-one did not. It is as close to an experiment as streets can get, and its result is clear.

- Where nothing changed, serious accidents rose by two per cent.
- Where signs were put up, they fell by 27 per cent.
- Where streets were rebuilt too, with narrow lanes, trees and raised crossings, they fell by 57 per cent.

Journeys by car became 48 seconds longer on average.

> Forty-eight seconds. We have measured that people spend more than that looking for their keys.
> -- Inês Carvalho, head of policy

If all towns of the country did what the eight did, nine people a month would be alive who are not. We propose a law in
four paragraphs. It is attached, and short.`,
    },
    {
      title: 'Winter league on the track: eight nights under the roof of Anadia',
      dateline: 'Anadia',
      tags: ['racing', 'track'],
      when: yearBefore('11-12', '17:00'),
      pictures: [
        {
          scene: 'velodrome',
          alt: 'Illustration of a velodrome track from above with riders as bright dots',
        },
      ],
      body: `
From {+8} the federation's winter league rides on eight Friday nights in the velodrome of Anadia: sprint, points
race, madison, and, new this year, a race for cargo bikes with a crate of oranges.

Doors open at seven. Admission is free of charge for everyone who comes by bicycle, train or on foot.`,
    },
    {
      title: 'Beatriz Nóbrega wins the Volta on the last climb',
      dateline: 'Sagres',
      tags: ['racing', 'results'],
      when: latest('05-11', '19:10'),
      appeal: 1.6,
      pictures: [
        {
          scene: 'road dusk riders',
          alt: 'Illustration of a lone rider ahead of a group on a hill at sunset',
        },
      ],
      attachments: [
        {
          kind: 'csv',
          name: 'volta-results-women.csv',
          title: 'General classification, women',
          rows: [
            ['rank', 'rider', 'team', 'time'],
            [1, 'Beatriz Nóbrega', 'Clube Douro', '27:41:08'],
            [2, 'Maëlle Guivarc’h', 'Armor Cycle', '+0:00:11'],
            [3, 'Saoirse Ní Bhriain', 'Cork Wheelers', '+0:00:52'],
            [4, 'Ane Etxebarria', 'Bidasoa', '+0:01:37'],
          ],
        },
      ],
      body: `
Eleven seconds after 1 041 kilometres: Beatriz Nóbrega, 24, of Clube Douro has won the Volta das Marés. She attacked
1 300 metres before the lighthouse of São Vicente, into the wind, when everybody expected a sprint.

The men's race went to Jokin Arregi, who had led since Guarda.

> I counted the crash barriers. Somebody had told me there were a hundred and eighty. There are more.
> -- Beatriz Nóbrega

About 210 000 people stood at the roadside. The school classes collected 94 000 bottles.`,
    },
    {
      title: 'Second life for 11 000 bicycles',
      dateline: 'Porto',
      tags: ['community', 'climate'],
      when: latest('03-16', '10:00'),
      pictures: [
        { scene: 'wheel two', alt: 'Illustration of two overlapping bicycle wheels in warm colours' },
      ],
      body: `
Bicycles that stand at stations for a year belong to nobody and end up in a press. In 23 towns they now go to our
clubs' workshops instead. Eleven thousand have been repaired since {year-2} and given to people who needed one:
apprentices on early shifts, refugees, nurses, two bishops.

One bicycle in three yields the parts for the other two. Who wants to help needs no experience: we have spanners, and
somebody who explains.`,
    },
    {
      title: 'Federation bans radio in youth races',
      dateline: 'Porto',
      tags: ['racing', 'rules'],
      when: latest('01-19', '16:00'),
      appeal: 0.9,
      body: `
Riders under nineteen will race without an earpiece from {+45}. The congress decided so with 204 votes against 71.

Coaches had warned of dangers; the riders' council, elected by riders, had asked for the ban. "We would like to
make our own mistakes," its statement said. Warnings of accidents and obstacles come, as in the past, from the
motorcycle with the blackboard, which also works without a battery.`,
    },
    {
      title: 'A cycle path along the old railway: 61 kilometres, three tunnels, no traffic lights',
      dateline: 'Vila Real',
      tags: ['routes', 'community'],
      when: latest('08-27', '09:00'),
      appeal: 1.2,
      pictures: [
        {
          scene: 'road dusk',
          alt: 'Illustration of an empty road through hills under a warm evening sky',
          caption: 'Kilometre 40, above the Corgo.',
        },
        {
          scene: 'profile gentle',
          alt: 'Illustration of a gentle elevation profile',
          caption: 'A railway never climbs steeply: three per cent at most.',
        },
      ],
      body: `
The railway through the Corgo valley closed in 2009. Since Saturday one can travel it again, on two wheels: 61
kilometres from Vila Real to Chaves, smooth as a table, through three tunnels and over a bridge on which the trains had to
whistle.

Eleven municipalities maintain the path. In five former stations there is coffee; in the sixth, Pedras Salgadas, also a
bath.

Tunnels light up when somebody comes. Bats have right of way: from {month+60} to March the middle one is closed at night.`,
    },
    {
      title: 'Registration opens for the school ride across the bridge',
      dateline: 'Porto',
      tags: ['schools', 'event'],
      when: daysAgo(7, '09:00'),
      appeal: 0.9,
      pictures: [
        {
          scene: 'road bridge riders',
          alt: 'Illustration of cyclists riding in a line below a long bridge',
        },
      ],
      body: `
On one morning each year the upper deck of the Ponte do Infante belongs to children. Schools can register for the ride
on {+52} from today; there are 6 000 places, and last year they were gone in nine hours.

Each class receives two mechanics, one song and a police officer on a bicycle. Helmets can be borrowed.`,
    },
  ],
};
