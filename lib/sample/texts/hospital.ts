import { daysAgo, latest, type SampleNewsroom, yearBefore } from './sample-text';

export const hospital: SampleNewsroom = {
  key: 'hospital',
  name: 'St Brigid Hospital Group',
  description:
    'Five public hospitals and nineteen clinics in the south-west of Ireland, with 9 400 staff and a school of nursing.',
  website: 'https://www.st-brigid-hospitals.example.org',
  boilerplate:
    'The St Brigid Hospital Group runs five public hospitals and nineteen clinics between Cork and Tralee. Its 9 400 staff treat 610 000 people a year, deliver 7 800 babies and publish their results, good and bad, every quarter. It is a charity and makes no profit.',
  contacts: [
    {
      name: 'Niamh Ó Súilleabháin',
      role: 'Communications',
      email: 'niamh.osuilleabhain@st-brigid-hospitals.example.org',
      phone: '+353 20 915 4410',
    },
    {
      name: 'Duty press officer',
      role: 'Nights and weekends',
      email: 'press@st-brigid-hospitals.example.org',
      phone: '+353 20 915 4411',
    },
  ],
  releases: [
    {
      title: 'Night on the ward becomes quieter by half',
      subtitle: 'Nurses, patients and one sound engineer removed 140 alarms, eleven squeaks and a bin',
      dateline: 'Cork',
      tags: ['patients', 'research', 'nursing'],
      when: yearBefore('03-19', '09:00'),
      appeal: 1.4,
      viralAfter: 2,
      pictures: [
        {
          scene: 'corridor night',
          alt: 'Illustration of a long quiet hospital corridor at night with soft lamps',
          caption: 'Ward 3B after ten: 34 decibels.',
        },
        {
          scene: 'pulse',
          alt: 'Illustration of a pulse line above layered hills',
          caption: 'The measured night, as a line.',
        },
      ],
      attachments: [
        {
          kind: 'csv',
          name: 'ward-noise.csv',
          title: 'Sound level by hour, before and after',
          rows: [
            ['hour', 'before_db', 'after_db'],
            [22, 58, 47],
            [23, 55, 41],
            [0, 54, 37],
            [1, 53, 35],
            [2, 52, 34],
            [3, 53, 34],
            [4, 54, 35],
            [5, 59, 42],
            [6, 64, 55],
          ],
        },
      ],
      body: `
Hospitals tell people to rest and then ring bells at them. On ward 3B of our Cork hospital a monitor gave an alarm every
ninety seconds at night. In 97 per cent of cases nobody had to do anything.

For six months a group of nurses, patients and a sound engineer listened. Then they changed things, one at a time, and
measured each.

## What made the difference

1. **Alarms go to a person, not to a room.** A wristband hums on the nurse who can act.
2. **Doors** got felt. The bin with the steel lid got a new owner.
3. **Blood is taken at seven**, not at five, because it turned out that five was a habit from 1981.
4. **Lamps** on the floor replace those on the ceiling.

Mean sound level between midnight and four fell from 53 to 35 decibels. Patients slept 92 minutes longer. Fewer needed
sleeping pills: 11 per cent instead of 34. There was no case in which an alarm was missed.

> The loudest thing on the ward was us, being careful.
> -- Gráinne Healy, clinical nurse manager

All five hospitals follow by {month+200}. The method is described in a booklet of twenty pages for anybody who
wants to copy it.`,
    },
    {
      title: 'New children’s wing opens with a door at the height of a four-year-old',
      dateline: 'Tralee',
      tags: ['building', 'children'],
      when: yearBefore('05-28', '11:00'),
      pictures: [
        {
          scene: 'building day',
          alt: 'Illustration of a friendly hospital building with coloured windows and trees',
        },
      ],
      body: `
The new children's wing in Tralee has forty beds, forty beds for parents beside them, and two front doors: a tall one
and one of 1.10 metres. Adults who use the small one have to bow.

The wing was planned with children of the neighbouring school. They asked for a window in the operating theatre's
waiting room that looks at cows. There are cows.

It cost 38 million euros; 6 million came from 41 000 donors.`,
    },
    {
      title: 'Waiting times for hip replacement down to eleven weeks',
      dateline: 'Cork',
      tags: ['patients', 'annual report'],
      when: yearBefore('08-13', '10:00'),
      appeal: 0.9,
      pictures: [{ scene: 'chart bars', alt: 'Illustration of a pink line that falls over green columns' }],
      attachments: [
        {
          kind: 'csv',
          name: 'hip-waiting-times.csv',
          title: 'Median waiting time by quarter, weeks',
          rows: [
            ['quarter', 'weeks'],
            ['1', 38],
            ['2', 33],
            ['3', 29],
            ['4', 24],
            ['5', 19],
            ['6', 15],
            ['7', 11],
          ],
        },
      ],
      body: `
Seven quarters ago, half of all people who needed a new hip waited for more than 38 weeks. Now it is eleven.

No new theatres were built. Two of the existing ones do nothing but hips and knees, six days a week, and patients
meet their physiotherapist before the operation instead of after it. They go home a day earlier.

The list for spines is still too long: 41 weeks. It is next.`,
    },
    {
      title: 'One in five antibiotics was not needed',
      subtitle: 'An audit of 12 400 prescriptions, and what pharmacists did about it',
      dateline: 'Cork',
      tags: ['research', 'patients'],
      when: yearBefore('11-19', '08:00'),
      appeal: 1.2,
      pictures: [
        { scene: 'cells', alt: 'Illustration of round cells and rods under a microscope in mint and rose' },
      ],
      attachments: [
        {
          kind: 'pdf',
          name: 'antibiotic-audit-summary.pdf',
          title: 'Summary of the audit',
          facts: [
            ['Prescriptions read', '12 400'],
            ['Not needed', '19 per cent'],
            ['Needed, but too long', '31 per cent'],
            ['Changed after a call by a pharmacist', '88 per cent'],
            ['Resistant infections, next year', 'minus 14 per cent'],
          ],
        },
      ],
      body: `
We read 12 400 prescriptions of antibiotics from one winter. Nineteen per cent were not needed; 31 per cent were, but
for fewer days. On European wards that is about average, which is the bad news.

Since {month-300} a pharmacist telephones on day three of each course and asks one question: what would make you stop?
In 88 per cent of cases the answer was a change. Infections with resistant germs fell by 14 per cent.

> Nobody has been told that they were wrong. They have been asked when they would be right.
> -- Dr Emeka Nwosu, consultant in microbiology`,
    },
    {
      title: 'Report of the inquiry into the computer failure of 9 January',
      subtitle: 'Paper saved the day; we publish what happened minute by minute',
      dateline: 'Cork',
      tags: ['safety', 'technology'],
      when: latest('02-25', '12:00'),
      appeal: 1.5,
      viralAfter: 0,
      pictures: [
        {
          scene: 'pulse flat',
          alt: 'Illustration of a pulse line that goes flat and begins again over dark hills',
        },
      ],
      body: `
On 9 January, from 06:14 to 15:52, no computer in our five hospitals knew who our patients were. Nobody was
harmed. We postponed 212 operations, and 1 900 people waited for hours. For this we apologise.

An inquiry with two outside members has established the cause. It was not an attack. A certificate that a machine needed
to prove its identity had expired at 06:14. The reminder had gone, for three months, to a mailbox of a colleague who had
retired.

## Minute by minute

- **06:14** The certificate expires. Screens freeze on 41 wards.
- **06:31** The night manager in Mallow takes the red boxes with paper forms out of their cupboard.
- **06:50** All wards write on paper.
- **08:05** The suspicion is an attack; we disconnect from the network. That was right, and it cost four hours.
- **12:40** A technician looks at a date.
- **15:52** All systems run.

## What we change

Certificates renew themselves, and two people are told when they do not. Mailboxes of people who leave have an heir. The
red boxes stay: every ward exercises with them twice a year.

> We have invested forty million in technology and eleven thousand in paper. I would like to thank the paper.
> -- Prof. Aoife Brennan, chief medical officer`,
    },
    {
      title: 'School of nursing doubles its places',
      dateline: 'Cork',
      tags: ['jobs', 'nursing', 'training'],
      when: latest('04-15', '10:00'),
      appeal: 0.8,
      pictures: [
        {
          scene: 'portrait bun',
          alt: 'Stylised portrait illustration of a nurse in front of mint-green hills',
        },
      ],
      body: `
From {month+150} our school of nursing takes 240 students a year instead of 120. Half of the new places are for people
over thirty who come from other trades.

They are paid from the first day. "We lost too many good people because they could not afford to become what they
wanted to be," says director Orla Kinsella, who was a hairdresser until she was 34.`,
    },
    {
      title: 'Garden on the roof: intensive care with a view of beans',
      dateline: 'Mallow',
      tags: ['building', 'patients'],
      when: latest('06-10', '11:00'),
      pictures: [
        { scene: 'building garden', alt: 'Illustration of a hospital with a planted roof under a pale sky' },
      ],
      body: `
Beds can be rolled on to the roof of the Mallow hospital, with their machines. Since Monday there is a garden: raised
beds, a pear tree, sockets, oxygen and a roof against the rain, which is needed.

A study in the first weeks follows what it does. What patients do is known: they ask when they may go back.

The vegetables belong to the kitchen. The beans belong to Mr Crowley in bed four, who planted them.`,
    },
    {
      title: 'Flu season: walk-in vaccination in all nineteen clinics',
      dateline: 'Cork',
      tags: ['patients', 'service'],
      when: latest('09-28', '08:00'),
      appeal: 0.9,
      pictures: [{ scene: 'cells rose', alt: 'Illustration of spheres with small spikes in rose and cream' }],
      body: `
From {+7} everybody can be vaccinated against influenza without an appointment, in all nineteen clinics, from eight to
eight. It takes nine minutes, of which one is the vaccination.

- Free of charge for over-60s, children, pregnant women and everybody with a long illness
- Bring a list of your medicines if you have one; come without if you have none
- Long-sleeved shirts are the enemy`,
    },
    {
      title: 'Quarterly results: what went well and what did not',
      dateline: 'Cork',
      tags: ['annual report', 'safety'],
      when: daysAgo(15, '09:00'),
      appeal: 0.9,
      pictures: [
        { scene: 'corridor', alt: 'Illustration of a bright hospital corridor with coloured doors' },
      ],
      attachments: [
        {
          kind: 'csv',
          name: 'quarterly-results.csv',
          title: 'Quality indicators of the quarter',
          rows: [
            ['indicator', 'this_quarter', 'last_quarter', 'goal'],
            ['patients who fell', 212, 241, 200],
            ['wound infections per 1000', 7.1, 7.0, 6.5],
            ['hours in emergency, median', 4.2, 4.9, 4.0],
            ['complaints answered in 10 days (%)', 91, 84, 95],
          ],
        },
      ],
      body: `
Our results are public, every quarter, including those that we do not like.

| | This quarter | Last quarter | Goal |
| Patients who fell | 212 | 241 | 200 |
| Wound infections per 1 000 operations | 7.1 | 7.0 | 6.5 |
| Median hours in emergency | 4.2 | 4.9 | 4.0 |
| Complaints answered in ten days | 91 % | 84 % | 95 % |

Wound infections have not improved for three quarters. Two wards with good figures now teach the others: not by
lecture but by exchanging nurses for a fortnight.`,
    },
  ],
};
