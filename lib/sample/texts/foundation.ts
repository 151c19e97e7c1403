import { daysAgo, latest, type SampleNewsroom, yearBefore } from './sample-text';

export const foundation: SampleNewsroom = {
  key: 'foundation',
  name: 'Common Loom Foundation',
  description:
    'A foundation in Nairobi that keeps forty-three pieces of free software alive on which hospitals, schools and cities run.',
  website: 'https://www.common-loom.example.net',
  boilerplate:
    'The Common Loom Foundation was founded in Nairobi in 2012 to maintain free software that everybody uses and nobody pays for. It employs 71 maintainers in 24 countries, publishes its accounts every month and accepts no gift above five per cent of its budget.',
  contacts: [
    {
      name: 'Wanjirũ Kamau',
      role: 'Communications',
      email: 'wanjiru.kamau@common-loom.example.net',
      phone: '+1 202 555 0188',
    },
    {
      name: 'Security desk',
      role: 'Encrypted mail preferred',
      email: 'security@common-loom.example.net',
      phone: '+1 202 555 0189',
    },
  ],
  releases: [
    {
      title: 'Shuttle 4.0: the message queue that hospitals run on is rewritten, and smaller',
      subtitle: 'Half the code, a third of the memory, and an upgrade that can be undone',
      dateline: 'Nairobi',
      tags: ['software', 'release', 'open source'],
      when: yearBefore('05-06', '15:00'),
      appeal: 1.8,
      viralAfter: 0,
      pictures: [
        {
          scene: 'weave',
          alt: 'Illustration of coloured threads woven over and under each other',
          caption: 'One thread per queue: the picture that became the design.',
        },
        {
          scene: 'commits',
          alt: 'Illustration of branching and merging coloured lines with dots',
          caption: 'Four years of work as a graph.',
        },
      ],
      attachments: [
        {
          kind: 'csv',
          name: 'shuttle-benchmarks.csv',
          title: 'Benchmarks, versions 3.9 and 4.0',
          rows: [
            ['measure', 'v3.9', 'v4.0', 'unit'],
            ['messages per second', 61000, 174000, '1/s'],
            ['memory at 10k queues', 1420, 455, 'MB'],
            ['start after crash', 38, 2.1, 's'],
            ['lines of code', 128400, 61900, 'lines'],
          ],
        },
        {
          kind: 'pdf',
          name: 'shuttle-4-at-a-glance.pdf',
          title: 'Shuttle 4.0 at a glance',
          facts: [
            ['Licence', 'Apache-2.0'],
            ['Supported until', 'eight years from today'],
            ['Upgrade', 'in place, reversible for 30 days'],
            ['Installations known', '41 000 in 96 countries'],
            ['Maintainers', '9, in 7 time zones'],
          ],
        },
      ],
      body: `
Shuttle moves messages from one program to another and makes sure that none is lost. It carries laboratory results in
eleven national health services, fares in forty cities and, as we learned from a bug report, the orders of a
bakery on the Faroe Islands. Version 4.0 is out today.

## Less

The code has shrunk from 128 000 to 62 000 lines. What went were the features with fewer than ten known users; we found
and asked all of them. Two have a plug-in now. One, the bakery, had not noticed.

| | 3.9 | 4.0 |
| Messages per second | 61 000 | 174 000 |
| Memory, 10 000 queues | 1 420 MB | 455 MB |
| Start after a crash | 38 s | 2.1 s |

## Back

An upgrade can be undone for thirty days, with all messages. It costs some disk space. In interviews with operators it was
the only wish that all of them had.

> Nobody fears new software. They fear the sentence "this step cannot be reversed".
> -- Achieng’ Odhiambo, lead maintainer of Shuttle

Version 3.9 receives corrections for four more years. Packages, documentation in nine languages and the test suite
of 31 000 cases are on our website.`,
    },
    {
      title: 'Security advisory: Bobbin before 2.14.3 accepts forged time stamps',
      dateline: 'Nairobi',
      tags: ['security', 'software'],
      when: yearBefore('07-24', '16:00'),
      appeal: 1.3,
      viralAfter: 0,
      pictures: [
        { scene: 'network', alt: 'Illustration of a network of nodes with one highlighted in orange' },
      ],
      body: `
Bobbin, our library for signed documents, did not check the purpose of the certificate with which a time stamp was
signed. Who held any valid certificate of a trusted authority could date a document back.

- **Affected:** all versions from 2.6 to 2.14.2
- **Corrected:** 2.14.3, 2.12.9 and 2.8.21, available since an hour ago
- **Workaround:** none that we would trust
- **Known misuse:** none

The mistake was made by us in {year-5} and found by Hanna Virtanen, a student in Turku, who reported it nineteen days ago
and waited with her thesis. She has our thanks, and the bounty of 10 000 euros.

Operators of courts and land registries were informed by us in advance. Documents signed with correct software remain
valid. A tool that checks archives for suspicious stamps comes with the update.`,
    },
    {
      title: 'Nobody is irreplaceable: 43 projects, two maintainers each',
      dateline: 'Nairobi',
      tags: ['people', 'open source'],
      when: yearBefore('09-11', '12:00'),
      appeal: 1,
      pictures: [
        { scene: 'commits two', alt: 'Illustration of pairs of lines that run side by side and cross' },
      ],
      body: `
For the first time since the foundation exists, each of its 43 projects has at least two paid maintainers who can build,
release and sign without the other. Three years ago it was true for nine.

The rule behind it is simple: everybody takes four weeks off in a row, without a laptop, once a year. What breaks in that
time is what we work on next. In the first summer eleven things broke. This year it was one: the coffee order.`,
    },
    {
      title: 'Accounts of the month: what we spend, line by line',
      subtitle: '712 lines, published on the third of each month, for seven years now',
      dateline: 'Nairobi',
      tags: ['finance', 'open data'],
      when: yearBefore('12-03', '10:00'),
      appeal: 0.6,
      attachments: [
        {
          kind: 'csv',
          name: 'accounts-summary.csv',
          title: 'Summary of the month, in euros',
          rows: [
            ['item', 'amount'],
            ['Salaries, maintainers', 402300],
            ['Salaries, office', 58100],
            ['Build machines', 21400],
            ['Security bounties', 14000],
            ['Travel', 9300],
            ['Coffee', 212],
          ],
        },
      ],
      body: `
In {month-20} the foundation spent 507 312 euros. Four fifths were salaries. Build machines cost 21 400, bounties for
security reports 14 000, and a lawyer's letter about a trademark 3 100; it was answered with a drawing.

No donor gave more than 4.1 per cent. The reserve lasts for nineteen months.`,
    },
    {
      title: 'Selvage, our accessibility checker, reads a page like a person in a hurry',
      dateline: 'Nairobi',
      tags: ['software', 'accessibility', 'release'],
      when: yearBefore('02-09', '15:00'),
      appeal: 1.2,
      viralAfter: 1,
      pictures: [
        { scene: 'weave bright', alt: 'Illustration of a bright woven pattern with a contrasting edge' },
      ],
      body: `
Most checkers list four hundred violations and leave. *Selvage* does something else: it tries to do what people want to do
on a page, find the telephone number, send the form, pay, with a keyboard, with a screen reader, at 400 per cent, on a bad
line, and tells you where it gave up and why.

It was written with nine testers who are blind, deaf, left-handed, tired or eighty. The report is one page, in sentences.

### First findings

Of one thousand town halls, 212 could be telephoned by Selvage within a minute. Of one thousand shops it was 806. The
difference is not a matter of budget: the best page came from a village of 900 people and had no style sheet.

> "I could not find out whether the button had done anything. I pressed it again. Now there are two passports."
> -- From a Selvage report`,
    },
    {
      title: 'Eleven cities agree to fund what they use',
      dateline: 'Nairobi',
      tags: ['finance', 'open source', 'policy'],
      when: latest('03-24', '11:00'),
      appeal: 1,
      pictures: [{ scene: 'network bright', alt: 'Illustration of connected nodes on a light background' }],
      body: `
Kaunas, Lille, Porto, Zürich and seven more cities pay two per cent of their software budgets into a common fund from
{month+90}. The fund is run by the foundation and may be spent on one thing only: maintenance of free software that at
least three of the cities use.

The first year brings 3.4 million euros. The cities decide by simple list: each names ten programs that must not break.
Nine of ten lists began with the same one, which until last year was looked after by a retired teacher in Mombasa.

She has been hired.`,
    },
    {
      title: 'Loom Camp: 300 first contributions in a weekend',
      dateline: 'Mombasa',
      tags: ['event', 'community', 'training'],
      when: latest('06-08', '10:00'),
      appeal: 0.8,
      pictures: [{ scene: 'commits', alt: 'Illustration of many short coloured branches joining one line' }],
      body: `
Three hundred people who had never contributed to free software did so on one weekend in Mombasa. 141 corrected
documentation, 88 translated, 52 wrote a test, and nineteen a fix that is running on your telephone next month.

Maintainers had promised an answer to each within an hour. The slowest took 52 minutes and came with an apology.`,
    },
    {
      title: 'A year of machine-written bug reports: what helped and what did not',
      subtitle: 'Of 9 400 reports 61 per cent were invented; a small change in the form turned it round',
      dateline: 'Nairobi',
      tags: ['security', 'research', 'open source'],
      when: latest('09-03', '15:30'),
      appeal: 1.7,
      viralAfter: 1,
      pictures: [
        {
          scene: 'network dots',
          alt: 'Illustration of many small nodes, a few of them connected by bright lines',
        },
      ],
      attachments: [
        {
          kind: 'csv',
          name: 'bug-reports.csv',
          title: 'Reports by month, real and invented',
          rows: [
            ['month', 'reports', 'real', 'invented'],
            [1, 610, 301, 309],
            [2, 702, 288, 414],
            [3, 911, 297, 614],
            [4, 1040, 310, 730],
            [5, 402, 318, 84],
            [6, 388, 322, 66],
          ],
        },
      ],
      body: `
Programs that write bug reports had become a plague for our maintainers: 9 400 reports in a year, 61 per cent about
faults that do not exist, each of them polite, long and plausible. Reading one takes eleven minutes.

We do not ban tools. We have used them ourselves and found real faults with them. Instead, since {month-110} the form has
one more field: *attach a test that fails*.

## The effect

- Reports per month: from 1 040 to 390
- Real faults among them: from 310 to 322
- Median time to a first answer: from nine days to one

Among those who left were nearly all who had sent more than fifty reports. Among those who came were people who had
been ashamed of their short sentences.

> A test does not care who wrote it. That is the nicest thing about tests.
> -- Wanjirũ Kamau

The form, the figures and the script that sorts are free to use.`,
    },
    {
      title: 'Selvage 1.4 speaks Kiswahili, Latgalian and plain English',
      dateline: 'Nairobi',
      tags: ['software', 'release', 'accessibility'],
      when: daysAgo(6, '15:00'),
      appeal: 1,
      pictures: [{ scene: 'weave warm', alt: 'Illustration of warm-coloured threads in a woven pattern' }],
      body: `
Reports of our accessibility checker can now be had in 31 languages, among them, at last, plain English. "The element does
not expose a programmatically determinable name" reads, in the new version: "The button has no name."

The translation was made by the same nine testers, who were paid by the word and argued by the hour.

Version 1.4 also checks tables, timers and anything that moves without being asked.`,
    },
  ],
};
