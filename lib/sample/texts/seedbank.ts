import { daysAhead, latest, type SampleNewsroom, yearBefore } from './sample-text';

export const seedbank: SampleNewsroom = {
  key: 'seedbank',
  name: 'Serra Azul Seed Bank',
  description:
    'Serra Azul keeps the seeds of 41 000 crop varieties and wild relatives of the southern tropics cold, dry and, above all, in use.',
  website: 'https://www.serra-azul.example.org',
  boilerplate:
    'The Serra Azul Seed Bank is a public foundation in the state of São Paulo. Since 1987 it has collected, multiplied and given away seeds of beans, maize, cassava, fruit and their wild relatives. Its 41 000 varieties are free to farmers, breeders and gardens; a second set is kept abroad.',
  contacts: [
    {
      name: 'Júlia Tavares',
      role: 'Press officer',
      email: 'julia.tavares@serra-azul.example.org',
      phone: '+1 202 555 0117',
    },
    {
      name: 'Dr Caetano Brandão',
      role: 'Curator of beans',
      email: 'beans@serra-azul.example.org',
      phone: '+1 202 555 0118',
    },
  ],
  releases: [
    {
      title: 'São Paulo’s lost black bean is back in the field after 60 years',
      subtitle: 'Eleven seeds from a matchbox became four hectares',
      dateline: 'São Paulo',
      tags: ['beans', 'farmers', 'research'],
      when: yearBefore('02-19', '10:00'),
      appeal: 1.6,
      viralAfter: 4,
      pictures: [
        {
          scene: 'seeds beans',
          alt: 'Illustration of rows of speckled and dark beans on a warm ground',
          caption: 'Mulatinho Preto, fourth harvest.',
        },
        {
          scene: 'fields',
          alt: 'Illustration of curved green and ochre fields under a hazy sky',
          caption: 'Four hectares near Cunha carry the bean again.',
        },
      ],
      attachments: [
        {
          kind: 'pdf',
          name: 'mulatinho-preto.pdf',
          title: 'Variety sheet: Mulatinho Preto',
          facts: [
            ['Species', 'Phaseolus vulgaris'],
            ['Collected', '1961, Cunha, in a matchbox'],
            ['Seeds received', '11'],
            ['Germinated', '4'],
            ['Days to harvest', '84'],
            ['Yield in trial', '1.9 t per hectare, without irrigation'],
          ],
        },
        {
          kind: 'csv',
          name: 'mulatinho-preto-trials.csv',
          title: 'Field trials, three sites',
          rows: [
            ['site', 'rain_mm', 'yield_kg_ha'],
            ['Cunha', 412, 1910],
            ['Itapeva', 290, 1540],
            ['Piracaia', 505, 2020],
          ],
        },
      ],
      body: `
In 1961 a teacher in Cunha put eleven black beans into a matchbox, wrote "the good ones" on it and forgot it in a drawer.
Her granddaughter found the box, and on it the name of a variety that no seed bank in the world had: *Mulatinho Preto*,
grown all over the Paraíba valley until hybrid seed arrived.

Four of the eleven germinated in our laboratory. Today, six generations later, the bean stands on four hectares with
seven farmers, and anyone who writes to us receives fifty seeds.

## Why one more bean matters

The trials of the last three seasons were dry. Where the usual variety lost half its pods, *Mulatinho Preto* lost a
tenth. Its roots go down 90 centimetres, twice as deep as those of modern beans.

| Site | Rain in season | Yield |
| Cunha | 412 mm | 1.91 t/ha |
| Itapeva | 290 mm | 1.54 t/ha |
| Piracaia | 505 mm | 2.02 t/ha |

> My father said the old bean did not need the radio to know when it would rain. We laughed at him. I am not
> laughing now, I am weeding it.
> -- Benedito Faria, farmer in Cunha

## Look into your drawers

We ask everyone with a grandmother to look into her drawers. Seeds in paper or tin, with a name or without, are
worth a stamp. Instructions in Portuguese, Guaraní and English are on our website.`,
    },
    {
      title: 'Cold room 3 opens: space for the next 20 000 varieties',
      dateline: 'São Paulo',
      tags: ['building', 'conservation'],
      when: yearBefore('06-25', '09:00'),
      pictures: [
        { scene: 'drawers', alt: 'Illustration of a wall of small labelled drawers, one of them open' },
      ],
      body: `
At minus 18 degrees and 15 per cent humidity a bean sleeps for sixty years. Our third cold room, cut into the hill
behind the old two, doubles the space for such sleepers.

The room uses a third of the electricity of its neighbours. Its walls are a metre of cork and earth, and the
compressors run when the sun shines on the roof. In a power cut the temperature rises by one degree in nine days.

Visitors can see the room through a window on the first Saturday of each month.`,
    },
    {
      title: 'A wild tomato from the dry coast resists the leaf miner',
      subtitle: 'Breeders in five countries receive seed without licence fees',
      dateline: 'São Paulo',
      tags: ['research', 'breeding'],
      when: yearBefore('08-20', '15:00'),
      pictures: [
        {
          scene: 'sprout',
          alt: 'Illustration of three young plants with deep branching roots in layered soil',
        },
      ],
      body: `
A tomato the size of a pea, collected in 1998 on a cliff where it never rains, has what plant breeders have looked for
since the leaf miner became resistant to the usual sprays: hairs that hold the insect's eggs away from the leaf.

Our team crossed it with a table tomato and kept the hairs through five generations. The fifth tastes, in the words of
the jury, "of something". Seed is on its way to breeders in Brazil, Kenya, Spain, India and the Philippines under the
standard agreement for public goods: free to use, impossible to patent.

> We could have sold this. We would then have had one buyer. Now we have forty people working on it for nothing.
> -- Prof. Lúcia Andrade, director`,
    },
    {
      title: 'Community seed houses: 38 villages, 212 varieties, one padlock each',
      dateline: 'Registro',
      tags: ['farmers', 'community'],
      when: latest('03-18', '10:30'),
      pictures: [
        { scene: 'seeds mixed', alt: 'Illustration of many kinds of seeds arranged in a colourful grid' },
      ],
      attachments: [
        {
          kind: 'csv',
          name: 'seed-houses.csv',
          title: 'Seed houses and varieties by district',
          rows: [
            ['district', 'houses', 'varieties'],
            ['Vale do Ribeira', 14, 88],
            ['Alto Paraíba', 9, 51],
            ['Sudoeste', 15, 73],
          ],
        },
      ],
      body: `
A seed bank that farmers have to travel to is a museum. Since {year-4} we have helped thirty-eight villages to keep
their own: a cool room, glass jars, a book, a padlock and two people who have the key.

The thirty-eight houses now hold 212 varieties. Sixty-four of them were not in our own collection and have come to us
in return.

### How a seed house works

1. Who borrows a kilogram brings back two after the harvest.
2. One jar of each variety is never lent.
3. The book says who grew what, where, and what they thought of it.
4. Once a year the villages meet and swap.

The next meeting is in Registro on {+45}; visitors are welcome and should bring an empty bag.`,
    },
    {
      title: 'Maize in fourteen colours: photographs of the collection are free to use',
      dateline: 'São Paulo',
      tags: ['maize', 'open data'],
      when: latest('05-11', '11:00'),
      appeal: 1.2,
      pictures: [
        { scene: 'seeds maize', alt: 'Illustration of maize kernels in yellow, red, violet and white rows' },
      ],
      body: `
All 6 120 maize varieties of the collection have been photographed, front, back and cut, on the same grey card with
the same light. The pictures may be used by anyone for anything.

Schools have already printed them as memory games. A paint maker in Campinas asked for the colour values; they come
with the files. With each picture goes what we know: place, year, name, collector, and the name of the person
who gave us the cob, as far as the family agreed.`,
    },
    {
      title: 'Seed dispatches pass one million packets',
      dateline: 'São Paulo',
      tags: ['milestone'],
      when: latest('07-08', '09:00'),
      appeal: 0.7,
      pictures: [
        { scene: 'drawers open', alt: 'Illustration of a wall of drawers with paper packets of seeds' },
      ],
      body: `
The millionth packet left on Tuesday: 40 seeds of the cowpea *Feijão-de-Corda Rosa*, to a school garden in Olinda.
It went by ordinary post, like the 999 999 before.

Half of all packets go to farms of less than five hectares, a fifth to gardens, a fifth to research and the rest to
people who simply asked. We never ask why.`,
    },
    {
      title: 'Statement on the patent application for drought-tolerant cassava',
      dateline: 'São Paulo',
      tags: ['policy', 'cassava'],
      when: latest('10-14', '16:30'),
      appeal: 1.1,
      body: `
A company has applied for a patent on cassava plants whose drought tolerance comes from the variety *Branca de
Itariri*. This variety was given to our collection in 1993 by the women of the village of Itariri, who had grown it for
longer than the village has records.

We have filed an opposition together with them. Our argument is short:

- The trait was described in our public catalogue in 2004.
- The seed was given out under an agreement that forbids patents on it.
- The people who made the variety are alive, known by name, and were not asked.

> Nobody invented this plant last year. My grandmother cooked it.
> -- Dona Odete Muniz, Itariri

The opposition and all its annexes are on our website. We will not comment further before the hearing.`,
    },
    {
      title: 'Open day: taste what the cold rooms keep',
      dateline: 'São Paulo',
      tags: ['event', 'community'],
      when: daysAhead(1, '09:00'),
      pictures: [{ scene: 'fields dusk', alt: 'Illustration of terraced fields in evening light' }],
      body: `
On {+18} we cook. Thirty dishes from thirty varieties that are in no supermarket will be on the tables in front of the
glasshouses, from a stew of black jack beans to popcorn that is blue until it pops.

Tours of the laboratory start every half hour. Admission is one seed: any seed.`,
    },
    {
      title: 'Five-year report of the beans programme',
      dateline: 'São Paulo',
      tags: ['beans', 'annual report'],
      when: daysAhead(20, '09:00'),
      status: 'draft',
      body: `
Draft. Figures for the last season are to follow from the stations at Cunha and Itapeva.

- Varieties regenerated: 1 204 (check)
- Varieties lost: 3
- Packets sent: to be added`,
    },
  ],
};
