import { daysAgo, latest, type SampleNewsroom, yearBefore } from './sample-text';

export const ferry: SampleNewsroom = {
  key: 'ferry',
  name: 'Västersund Ferries',
  description:
    'Västersund Ferries runs fourteen car and passenger ferries between the Swedish west coast and its outer islands, every day of the year.',
  website: 'https://www.vastersund-ferries.example',
  boilerplate:
    'Västersund Ferries was founded in 1911 by six fishing families who shared one boat. Today the company carries 3.9 million passengers a year on nine routes, employs 640 people ashore and at sea, and is owned by the twelve municipalities it serves. It has promised to sail without fossil fuel by 2032.',
  contacts: [
    {
      name: 'Malin Öhrn',
      role: 'Head of communications',
      email: 'malin.ohrn@vastersund-ferries.example',
      phone: '+46 31 390 06 14',
    },
    {
      name: 'Press desk',
      role: 'Weekdays 8–17',
      email: 'press@vastersund-ferries.example',
      phone: '+46 31 390 06 20',
    },
  ],
  releases: [
    {
      title: 'Battery ferry Ljungskär enters service on the Käringö route',
      subtitle:
        'The first fully electric vessel in the fleet makes 22 crossings a day and charges while cars roll off',
      dateline: 'Göteborg',
      tags: ['electric ships', 'climate', 'fleet'],
      when: yearBefore('05-14', '07:30'),
      appeal: 1.7,
      pictures: [
        {
          scene: 'sea day ferry islands',
          alt: 'Illustration of a white car ferry crossing calm blue water between low islands',
          caption: 'Ljungskär on the Käringö route: eleven minutes each way, no engine noise.',
        },
        {
          scene: 'harbour day',
          alt: 'Illustration of a ferry at a quay with cranes and tall houses',
          caption: 'The harbour at Tuvesvik, where the ferry charges while cars roll off.',
        },
        {
          scene: 'route',
          alt: 'Map-like illustration of islands and a dotted ferry line between two harbours',
          caption: 'The route between Tuvesvik and Käringön.',
        },
      ],
      attachments: [
        {
          kind: 'pdf',
          name: 'ljungskar-fact-sheet.pdf',
          title: 'Fact sheet: M/S Ljungskär',
          facts: [
            ['Length', '68.2 m'],
            ['Capacity', '62 cars, 300 passengers'],
            ['Battery', '2.4 MWh, lithium iron phosphate'],
            ['Charging', '4.1 MW, automatic, 6 minutes per call'],
            ['Speed in service', '11 knots'],
            ['Builder', 'Holms Varv, Uddevalla'],
          ],
        },
        {
          kind: 'zip',
          name: 'ljungskar-press-kit.zip',
          title: 'Press kit with fact sheet and figures',
          of: ['ljungskar-fact-sheet.pdf'],
        },
      ],
      body: `
At 05:40 this morning, with eleven cars, a milk lorry and the post on board, M/S *Ljungskär* left Tuvesvik for
Käringön on her first scheduled crossing. She is the first ship in our fleet that carries no engine at all: two
electric motors, 2.4 megawatt hours of batteries, and a plug.

The ferry replaces *Hamnen*, built in 1974, which burned some 900 cubic metres of diesel a year on the same eleven
minutes of water. Over a year the change removes about 2 400 tonnes of carbon dioxide, a tenth of everything the company
emits.

## Six minutes at the quay

The timetable leaves six minutes between arrival and departure. In that time the ship has to take on as much energy
as a detached house uses in a fortnight. A tower on each quay finds the socket on the ship's side with a camera,
connects, and lets go again without anybody touching a cable.

> People asked us whether she would make it through January. She made it through January in the trial, with ice on
> the ramp and the heating on. What surprised the crew was something else: for the first time they can hear the
> passengers talk.
> -- Anders Lövgren, captain of M/S Ljungskär

To spare the island's grid, both quays have batteries of their own, which fill slowly around the clock.

## In figures

| | Hamnen (1974) | Ljungskär |
| Cars | 38 | 62 |
| Energy per crossing | 940 kWh (diesel) | 210 kWh (electricity) |
| Noise on the car deck | 88 dB | 61 dB |
| Crew | 4 | 4 |

## What changes for travellers

- Departures every half hour from 05:40 to 23:10, also on Sundays.
- Sixty-two car places instead of thirty-eight; the summer queue at Tuvesvik should be gone by {month+50}.
- Tickets cost the same as before.

The ship was paid for by the owning municipalities and a grant from the national climate fund. A sister ship
follows in {year+1}.`,
    },
    {
      title: 'Winter timetable: more early departures, one route rests',
      dateline: 'Göteborg',
      tags: ['timetable', 'service'],
      when: yearBefore('10-07', '10:00'),
      appeal: 0.8,
      pictures: [
        {
          scene: 'sea winter ferry',
          alt: 'Illustration of a ferry on a pale winter sea among drifting ice',
        },
      ],
      body: `
From {+26} the winter timetable applies on all nine routes. Commuters asked for earlier boats, and the first
departures from Hönö, Öckerö and Käringön now leave before half past five.

- **Hönö–Lilla Varholmen:** every 15 minutes from 05:10, every 20 minutes after 20:00.
- **Käringön–Tuvesvik:** half-hourly all day, with an extra boat at 23:40 on Fridays.
- **Marstrand–Klädesholmen:** rests until the first weekend of April. Fewer than nine passengers a day used it last
  winter.

Printed timetables are on board and in the island shops. The planner on our website already knows the new times.`,
    },
    {
      title: 'A wave, a wheelhouse and 1 400 drawings: children name the new ferry',
      subtitle: 'Sister of Ljungskär will be called Ärholmen after a vote in 61 schools',
      dateline: 'Stenungsund',
      tags: ['fleet', 'community'],
      when: yearBefore('12-03', '09:15'),
      pictures: [
        {
          scene: 'sea dusk sail islands',
          alt: 'Illustration of small boats under a low orange sun between dark islands',
        },
      ],
      body: `
The second electric ferry has a name. Pupils of sixty-one island and coastal schools sent 1 400 drawings with
proposals, from *Krabban* to *Titanic II*. A jury of two captains, a teacher and last year's summer staff chose three;
the schools voted. **Ärholmen** won with 612 votes against 540 for *Tärnan*.

> I drew it with eyes because it has to look where it is going.
> -- Vilja, 8, whose drawing will hang in the saloon

Ärholmen is a skerry off Smögen on which nobody lives except terns. The keel is laid in {month+90}; the ship will
sail to Åstol from {year+1}.`,
    },
    {
      title: 'Storm Gerda: what we learned from three days in harbour',
      subtitle: 'All routes stood still for 51 hours; a report names five things we will do differently',
      dateline: 'Göteborg',
      tags: ['safety', 'service'],
      when: latest('01-27', '14:00'),
      appeal: 1.3,
      pictures: [{ scene: 'sea storm', alt: 'Illustration of high dark waves under a heavy sky' }],
      attachments: [
        {
          kind: 'csv',
          name: 'gerda-cancelled-departures.csv',
          title: 'Cancelled departures by route and day',
          rows: [
            ['route', 'day', 'planned', 'cancelled'],
            ['Hönö', 1, 172, 120],
            ['Hönö', 2, 172, 172],
            ['Hönö', 3, 172, 64],
            ['Käringön', 1, 44, 38],
            ['Käringön', 2, 44, 44],
            ['Käringön', 3, 44, 21],
            ['Åstol', 1, 30, 30],
            ['Åstol', 2, 30, 30],
            ['Åstol', 3, 30, 12],
          ],
        },
      ],
      body: `
When storm Gerda came in over the Skagerrak earlier this month, every ferry in the fleet was moored for 51 hours:
the longest stop since 1969. Nobody was hurt and no ship was damaged. But 4 300 islanders had no way to the
mainland, and for most of the first day they did not know when they would have one again.

We asked crews, harbour masters, the municipalities and 900 passengers what went wrong. The answers are in a report
that we publish today in full.

## What worked

The decision to stop was taken early, by the captains, and nobody ashore questioned it. Two ambulance boats were
stationed on Hönö and Käringön beforehand. Home-care staff had moved to the islands the evening before.

## What did not

1. Our text messages said "until further notice" nine times. That is not information.
2. The website answered slowly, then not at all, because 60 000 people looked at a page made for 5 000.
3. Freight for the shops had no priority when service began again; milk waited behind motor homes.
4. Staff who slept on board had not been asked whether they could.
5. Lilla Varholmen has no heated waiting room for more than forty people.

> "We don't know before six o'clock, and at six we will tell you" is a good message. We had to be taught that by a
> pensioner on Åstol who wrote to us in green ink.
> -- Birgitta Sandell, managing director

## What we do now

From {month+31}, messages say when the next decision is due. Freight lists rank food and medicine first. A plain text
page that can be read by a hundred thousand people at once replaces the map during disruptions. A waiting room for
200 people at Lilla Varholmen has been put out to tender.`,
    },
    {
      title: 'Passengers up four per cent, diesel down eleven',
      subtitle: 'Annual figures',
      dateline: 'Göteborg',
      tags: ['annual report', 'climate'],
      when: latest('03-05', '08:00'),
      attachments: [
        {
          kind: 'csv',
          name: 'vastersund-key-figures.csv',
          title: 'Key figures, five years',
          rows: [
            ['measure', 'y-4', 'y-3', 'y-2', 'y-1', 'y'],
            ['passengers (million)', 3.1, 3.4, 3.6, 3.75, 3.9],
            ['diesel (m3)', 9100, 9050, 8900, 8650, 7700],
            ['punctuality (%)', 94.1, 95.0, 95.2, 96.0, 96.3],
          ],
        },
      ],
      pictures: [
        { scene: 'chart bars', alt: 'Illustration of rising bars in blue tones above a falling orange line' },
      ],
      body: `
Västersund Ferries carried 3.9 million passengers and 1.2 million vehicles last year, four per cent more than the year
before. The fleet burned 7 700 cubic metres of diesel, 11 per cent less, most of it saved by the electric ship on the
Käringö route.

| | Last year | Year before |
| Passengers | 3.90 m | 3.75 m |
| Vehicles | 1.20 m | 1.17 m |
| Departures on time | 96.3 % | 96.0 % |
| Result | 14 m kr | 9 m kr |

The surplus stays in the company and goes into shore power at Hönö. The full accounts will be presented to the owners
on {+19}.`,
    },
    {
      title: 'Åsa Lindqvist becomes head of vessels',
      dateline: 'Göteborg',
      tags: ['people'],
      when: latest('04-22', '11:00'),
      appeal: 0.6,
      pictures: [
        {
          scene: 'portrait',
          alt: 'Stylised portrait illustration of a woman with short hair in front of the sea',
        },
      ],
      body: `
Åsa Lindqvist, 46, becomes head of vessels on {+39}. She joined Västersund Ferries as a deckhand in 2001, took her
master's certificate at Kalmar and has commanded seven of our fourteen ships. For the last three years she led the
project that built *Ljungskär*.

> I know which door on which ship sticks in rain. That is not a strategy, but it is a beginning.
> -- Åsa Lindqvist

She succeeds Per Wahlgren, who retires after 38 years.`,
    },
    {
      title: 'Night boats to Hönö on trial all summer',
      dateline: 'Öckerö',
      tags: ['timetable', 'service'],
      when: latest('06-02', '09:30'),
      pictures: [
        {
          scene: 'sea night ferry stars',
          alt: 'Illustration of a lit ferry on dark water under a starry sky',
        },
      ],
      body: `
Between {+10} and {+80} a boat leaves Lilla Varholmen for Hönö at 01:15, 02:15 and 03:15 on the nights before
Saturdays and Sundays. The trial costs 1.1 million kronor and is paid by Öckerö municipality.

Restaurants, the night bus and the police were asked beforehand; all three wanted it. If on average more than forty
people are on board, the night boats stay.

Foot passengers and bicycles travel free of charge, as on every boat. Cars need a night permit, which residents
receive without a fee in our app.`,
    },
    {
      title: 'Porpoises under the ferry: hydrophones listen along our routes',
      subtitle: 'Marine biologists and crews map where the shy whales feed, and captains slow down there',
      dateline: 'Lysekil',
      tags: ['environment', 'research'],
      when: latest('09-09', '10:00'),
      appeal: 1.4,
      viralAfter: 3,
      pictures: [
        {
          scene: 'sea day islands',
          alt: 'Illustration of gentle blue-green waves with islands on the horizon',
          caption: 'The sound off Lysekil, where eleven hydrophones now lie on the bottom.',
        },
        {
          scene: 'route zone',
          alt: 'Map-like illustration of islands with a dotted line and a round slow zone',
          caption: 'The zone in which ferries sail at nine knots.',
        },
      ],
      body: `
Eleven hydrophones on the sea bed have listened along the Åstol and Käringö routes since {month-120}. They heard
what no captain had ever seen from the bridge: harbour porpoises, up to forty animals, feeding in two bays that our
ships cross sixty times a day.

The listening stations belong to the marine laboratory at Lysekil; our crews place and lift them. Porpoises click.
Each click is logged with its time, and a map grows out of them.

## Quiet is a place

The map has a surprise in it. On the Käringö route, where the electric ferry sails, clicks go on while the ship
passes. On the Åstol route, with diesel engines, they stop eight minutes before she comes and begin again twenty
minutes later.

> Eight minutes of silence, thirty times a day, is half a working day without food. We had not expected that the
> difference between two propellers would be so easy to see.
> -- Dr Ingela Brandt, marine biologist

## Nine knots

From {+6} all ships sail at nine knots instead of twelve in both bays, which costs two minutes per crossing.
The timetable has room for it. In {year+1} the electric *Ärholmen* takes over the Åstol route.

The recordings are free to use for schools and radio: a porpoise, slowed down thirty times, sounds like a zip.`,
    },
    {
      title: 'Shore power for six more berths',
      dateline: 'Göteborg',
      tags: ['electric ships', 'climate'],
      when: daysAgo(9, '10:00'),
      appeal: 0.9,
      pictures: [
        {
          scene: 'harbour dusk',
          alt: 'Illustration of a harbour at dusk with lit windows reflected in the water',
        },
      ],
      body: `
Ships that lie still overnight no longer run their generators. Six more berths, at Hönö, Öckerö, Åstol and
Lilla Varholmen, get shore power by {month+120}. Neighbours of the quay at Hönö have asked for it since 1996; the
letter hangs in the office of our technical director.

The work costs 23 million kronor and saves 310 cubic metres of diesel a year. While cables are laid, the quay at Åstol
is narrower than usual: please allow ten minutes more with a trailer.`,
    },
  ],
};
