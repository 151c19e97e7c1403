import { daysAgo, hoursAgo, latest, type SampleNewsroom, yearBefore } from './sample-text';

export const transit: SampleNewsroom = {
  key: 'transit',
  name: 'Nemunas Transit Authority',
  description: 'Trams, trolleybuses and river boats for Kaunas and eleven towns around it, on one ticket.',
  website: 'https://www.nemunas-transit.example',
  boilerplate:
    'The Nemunas Transit Authority plans and pays for public transport in Kaunas and eleven neighbouring towns: 48 lines, 312 vehicles, 96 million journeys a year. It publishes its timetables, vehicle positions and contracts as open data.',
  contacts: [
    {
      name: 'Ieva Žukauskaitė',
      role: 'Spokeswoman',
      email: 'ieva.zukauskaite@nemunas-transit.example',
      phone: '+44 1632 960 771',
    },
    {
      name: 'Data team',
      role: 'Open data',
      email: 'data@nemunas-transit.example',
      phone: '+44 1632 960 772',
    },
  ],
  releases: [
    {
      title: 'The new network: 48 lines, every eight minutes, one map',
      subtitle: 'Kaunas rebuilds its timetable in one night, after four years of listening',
      dateline: 'Kaunas',
      tags: ['network', 'timetable'],
      when: yearBefore('08-26', '08:00'),
      appeal: 1.7,
      pictures: [
        {
          scene: 'metro',
          alt: 'Illustration of a transit map with coloured lines, stations and interchanges',
          caption: 'The network, as it hangs at all 1 140 stops.',
        },
        {
          scene: 'tram day',
          alt: 'Illustration of a tram passing a skyline with towers and trees',
          caption: 'Trams run every five minutes on the main axis.',
        },
        { scene: 'departures', alt: 'Illustration of a departure board with coloured tiles' },
      ],
      attachments: [
        {
          kind: 'pdf',
          name: 'new-network-in-brief.pdf',
          title: 'The new network in brief',
          facts: [
            ['Lines', '48 (before: 73)'],
            ['Interval on main lines', '8 minutes, 06 to 21'],
            ['Stops within 400 m', '91 per cent of inhabitants (before: 84)'],
            ['Changes needed', '1.1 per journey (before: 0.7)'],
            ['Mean journey', '26 minutes (before: 34)'],
            ['Fare', 'unchanged'],
          ],
        },
        {
          kind: 'csv',
          name: 'lines-and-intervals.csv',
          title: 'Lines and intervals',
          rows: [
            ['line', 'from', 'to', 'interval_min'],
            ['T1', 'Petrašiūnai', 'Vilijampolė', 5],
            ['T2', 'Šilainiai', 'Centras', 5],
            ['B3', 'Aleksotas', 'Dainava', 8],
            ['B4', 'Eiguliai', 'Panemunė', 8],
            ['B5', 'Garliava', 'Centras', 8],
            ['W1', 'Senamiestis', 'Raudondvaris', 30],
          ],
        },
      ],
      body: `
In the night before {+6} we take down 1 140 timetables and put up 1 140 new ones. In the morning Kaunas will have
a network that was drawn from nothing: 48 lines instead of 73, most of them every eight minutes, so that nobody on
a main line needs a timetable any more.

The old network had grown since 1966, a bend for a factory here, a loop for a deputy minister there. Seventeen lines
met at a bus station that was demolished in 2011.

## How it was drawn

Four years ago we asked 22 000 people where they want to go: not which line they take. We put their journeys on a map
without lines, and let three teams draw. One used an algorithm, one a blackboard; the third was a class of
fifteen-year-olds. The network is the blackboard's, with two ideas of the class.

| | Before | Now |
| Lines | 73 | 48 |
| Interval, main lines | 15–40 min | 8 min |
| Mean journey | 34 min | 26 min |
| Changes per journey | 0.7 | 1.1 |
| Stops within 400 metres | 84 % | 91 % |

## Who loses

Six per cent of passengers will travel longer than before, most of them by three minutes. We have written to all whom we
know. For 214 people, who would have had no stop at all, there is now a shared taxi for the price of a bus.

> You change once more and arrive eight minutes earlier. We know that nobody believes it until they have tried.
> -- Ieva Žukauskaitė, spokeswoman

For two weeks everything is free of charge, and 300 people in yellow jackets answer questions at the stops.`,
    },
    {
      title: 'River boat W1 sails from May',
      dateline: 'Kaunas',
      tags: ['boats', 'network'],
      when: yearBefore('04-03', '10:00'),
      appeal: 1,
      pictures: [
        { scene: 'river', alt: 'Illustration of a small boat on a broad river below a hill with a tower' },
      ],
      body: `
Two electric boats will sail on the Nemunas from 2 May, every half hour, between the old town and Raudondvaris. They
are ordinary public transport: the same ticket, bicycles welcome, a ramp at each pier.

The journey takes 38 minutes. By bus it is 24. In a survey 71 per cent said they would take the boat.`,
    },
    {
      title: 'Open data: every vehicle, every ten seconds, back to the beginning of the year',
      dateline: 'Kaunas',
      tags: ['open data', 'technology'],
      when: yearBefore('10-15', '11:00'),
      appeal: 1.1,
      pictures: [
        { scene: 'metro night', alt: 'Illustration of bright lines and nodes on a dark background' },
      ],
      attachments: [
        {
          kind: 'csv',
          name: 'positions-sample.csv',
          title: 'Sample: one vehicle, one minute',
          rows: [
            ['vehicle', 'seconds', 'lat', 'lon', 'line', 'delay_s'],
            [1204, 0, 54.8985, 23.9036, 'T1', 12],
            [1204, 10, 54.8987, 23.9049, 'T1', 12],
            [1204, 20, 54.8989, 23.9061, 'T1', 9],
            [1204, 30, 54.899, 23.9074, 'T1', 9],
            [1204, 40, 54.899, 23.9074, 'T1', 19],
            [1204, 50, 54.8992, 23.9088, 'T1', 15],
          ],
        },
      ],
      body: `
Where is the bus? Where was it last Tuesday? Both can now be answered by anybody. We publish the positions of all 312
vehicles every ten seconds, and an archive of everything since 1 January.

A pupil of the Saulė school used it to prove that line B4 left early every Thursday. It did: on Thursdays the driver's
choir rehearses. The timetable has been changed.

The data are free to use, without a key, in the usual formats.`,
    },
    {
      title: 'Punctual as never before, except on the bridge',
      dateline: 'Kaunas',
      tags: ['annual report', 'service'],
      when: latest('02-04', '09:00'),
      appeal: 0.8,
      pictures: [{ scene: 'chart line', alt: 'Illustration of a rising red line over blue columns' }],
      attachments: [
        {
          kind: 'csv',
          name: 'punctuality.csv',
          title: 'Punctuality by month',
          rows: [
            ['month', 'on_time_percent'],
            [1, 84.2],
            [2, 85.0],
            [3, 87.7],
            [4, 88.9],
            [5, 90.1],
            [6, 91.6],
            [7, 93.0],
            [8, 92.8],
            [9, 90.3],
            [10, 89.9],
            [11, 89.5],
            [12, 88.0],
          ],
        },
      ],
      body: `
Nine of ten vehicles were on time last year, counted as less than three minutes late and never early. The year before
it had been eight. Journeys rose by eleven per cent to 96 million.

On the Aleksotas bridge buses stand in the same queue as everybody else. There, one in three is late. A bus lane has
been decided and comes with the new railings in {month+240}.`,
    },
    {
      title: 'Tram drivers wanted: now also part-time, also at 58',
      dateline: 'Kaunas',
      tags: ['jobs', 'people'],
      when: latest('03-30', '10:00'),
      appeal: 0.8,
      pictures: [{ scene: 'tram dusk', alt: 'Illustration of a tram at dusk in front of a city skyline' }],
      body: `
We are looking for ninety people who would like to drive a tram. Training takes four months and is paid. New are shifts of
five hours, chosen by the drivers themselves in an exchange on their phones, and the upper age limit: there is none.

The oldest of last year's class, Vytautas Norkus, 61, was a teacher of physics. "It is the same profession," he says. "You
start gently, you announce everything, and you never brake for effect."`,
    },
    {
      title: 'Free for everyone under 18, without a card',
      subtitle: 'The council decides; ticket inspectors say thank you',
      dateline: 'Kaunas',
      tags: ['tickets', 'children'],
      when: latest('05-21', '17:15'),
      appeal: 1.5,
      viralAfter: 1,
      pictures: [{ scene: 'platform', alt: 'Illustration of a platform in perspective with people waiting' }],
      body: `
From 1 September everybody under eighteen travels free of charge, without a ticket, a card or an application. The council
adopted it today with 31 votes against four.

Until now one third of all children had a right to a free ticket. To get it, parents filled in a form of five pages. Half
of those entitled never did. Checking the forms cost a third of what the free tickets cost.

- Estimated cost: 2.9 million euros a year
- Saved administration: 0.8 million
- Journeys to school by car today: 14 000 a day

> A child without a ticket used to be a case. From September it is a child.
> -- Ieva Žukauskaitė

Inspectors, 44 of them, will have time for what they call "the other half of the job": helping people with prams, maps
and broken doors.`,
    },
    {
      title: 'Trolleybuses learn to live without wire',
      dateline: 'Kaunas',
      tags: ['electric', 'technology', 'climate'],
      when: latest('07-20', '10:00'),
      pictures: [
        { scene: 'tram night', alt: 'Illustration of a lit vehicle in front of a dark skyline with stars' },
      ],
      body: `
Eighty-six new trolleybuses charge under the wire and drive up to nineteen kilometres without it. That suffices to
reach Garliava and Domeikava, where diesel buses have run until now, and to go round every roadworks.

No new wire had to be hung. Diesel buses of the city, once 160, are now 38; the last leaves in {year+2}.`,
    },
    {
      title: 'Works in Savanorių Avenue: what runs when',
      dateline: 'Kaunas',
      tags: ['service', 'timetable'],
      when: daysAgo(4, '12:00'),
      appeal: 1,
      pictures: [{ scene: 'metro works', alt: 'Illustration of a transit map with one line dashed' }],
      body: `
From {+9} to {+61} rails and pipes in Savanorių Avenue are renewed between Žemaičių and Radvilėnų streets.

- **T2** runs in two parts; between them, seven minutes on foot or bus 2X.
- **B4, B9** go through Taikos Avenue.
- **Night buses** are not affected.

At weekends everything runs as usual: the works rest, so that the neighbours can.

Displays, the planner and the voice at the stops know all changes. On the first three mornings our people in yellow jackets
are there from 05:30.`,
    },
    {
      title: 'A delay explained: three hours without trams',
      dateline: 'Kaunas',
      tags: ['service', 'safety'],
      when: hoursAgo(26),
      appeal: 1.1,
      pictures: [
        { scene: 'departures late', alt: 'Illustration of a departure board with several red tiles' },
      ],
      body: `
Lines T1 and T2 stood still for three hours in last night's rush hour. The cause was a kite. It had wound itself
round an insulator at the Vienybė square, in rain, and made a short circuit that shut down two substations.

The second substation should not have gone. A relay from 1988 switched both; it has been replaced overnight.

Forty buses drove instead of the trams after 35 minutes. Our goal is twenty. Whoever paid for a taxi in that time
can send us the receipt until {+28}.

The kite, red, with a tail, is at the lost property office.`,
    },
  ],
};
