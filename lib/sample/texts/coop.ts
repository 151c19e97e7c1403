import { daysAgo, latest, type SampleNewsroom, yearBefore } from './sample-text';

export const coop: SampleNewsroom = {
  key: 'coop',
  name: 'Maple & Rye Cooperative',
  description:
    'A food cooperative of 240 farms, three bakeries and 31 shops in Nova Scotia, owned by 58 000 members.',
  website: 'https://www.maple-and-rye.example',
  boilerplate:
    'Maple & Rye has sold food from the farms of its members since 1934. Today 240 farms, three bakeries, a dairy and 31 shops belong to 58 000 people, each with one share and one vote. Prices on its shelves show what the farmer gets.',
  contacts: [
    {
      name: 'Dorothy MacIsaac',
      role: 'Member relations and press',
      email: 'dorothy.macisaac@maple-and-rye.example',
      phone: '+1 902 555 0134',
    },
    {
      name: 'Thierry LeBlanc',
      role: 'Farms and supply',
      email: 'thierry.leblanc@maple-and-rye.example',
      phone: '+1 902 555 0136',
    },
  ],
  releases: [
    {
      title: 'Every price tag now shows what the farmer gets',
      subtitle: 'Members voted for it by 71 per cent; sales have risen since',
      dateline: 'Halifax',
      tags: ['prices', 'farmers', 'members'],
      when: yearBefore('04-22', '10:00'),
      appeal: 1.6,
      viralAfter: 2,
      pictures: [
        {
          scene: 'produce',
          alt: 'Illustration of vegetables and fruit in a bright regular pattern',
          caption: 'Two lines on each tag: what you pay, what the farm receives.',
        },
        {
          scene: 'market',
          alt: 'Illustration of market stalls with striped awnings and crates',
          caption: 'The shop in Agricola Street was the first.',
        },
      ],
      attachments: [
        {
          kind: 'csv',
          name: 'who-gets-what.csv',
          title: 'Ten products: price, farm, transport, shop',
          rows: [
            ['product', 'price', 'farm', 'transport', 'shop', 'tax_and_other'],
            ['Carrots, 1 kg', 2.6, 1.34, 0.21, 0.86, 0.19],
            ['Eggs, dozen', 5.4, 3.31, 0.2, 1.55, 0.34],
            ['Milk, 2 l', 4.9, 2.6, 0.38, 1.49, 0.43],
            ['Rye loaf', 6.2, 1.12, 0.3, 4.1, 0.68],
            ['Apples, 1 kg', 3.9, 2.02, 0.25, 1.34, 0.29],
          ],
        },
      ],
      body: `
Since this morning, 14 000 price tags in our 31 shops have a second line. Below what you pay stands what the farm
receives.

A kilogram of carrots costs 2.60 dollars; 1.34 of it reaches the farm. Of a rye loaf at 6.20 it is 1.12, because baking
costs more than growing. Some figures make us proud, others do not. The yoghurt is one of the others, and has been
renegotiated.

## A motion from the back row

The idea came to the annual meeting from Ellen Pictou, a member since 1979, on a handwritten sheet. The board advised
against it: too complicated, too honest, competitors would read along. The members voted for it, 71 to 29.

> I have asked for forty years what the farmer gets. I was told it is complicated. It is a subtraction.
> -- Ellen Pictou, member no. 4 117

## Three months of trial in figures

- Sales of the products with a tag: plus 9 per cent
- Questions at the till: plus 300 per cent, "most of them friendly"
- Farms that asked for a higher price after seeing their neighbours': 22
- Farms that received it: 19

The software that prints the tags is free for any shop that wants it.`,
    },
    {
      title: 'Rye is back: first harvest of an old variety in the Annapolis Valley',
      dateline: 'Wolfville',
      tags: ['farmers', 'bread'],
      when: yearBefore('08-07', '09:00'),
      pictures: [{ scene: 'fields day', alt: 'Illustration of golden fields in rows under a blue sky' }],
      body: `
*Kingsport Tall*, a rye that grew in the valley until the 1950s, has been harvested again: 41 tonnes from nine farms. The
seed came from a collection abroad, two spoonfuls, six years ago.

The straw is taller than the farmers, and the first combine harvester refused. The bread, from {+20} in all shops, is dark,
damp and keeps for nine days, if nobody knows where it is.`,
    },
    {
      title: 'Members’ meeting adopts budget and postpones avocados',
      dateline: 'Halifax',
      tags: ['members', 'finance'],
      when: yearBefore('11-06', '18:30'),
      appeal: 0.8,
      pictures: [{ scene: 'chart bars', alt: 'Illustration of green columns and a red line that falls' }],
      attachments: [
        {
          kind: 'csv',
          name: 'results-of-votes.csv',
          title: 'All votes of the meeting',
          rows: [
            ['motion', 'for', 'against', 'abstained'],
            ['Annual accounts', 2210, 41, 66],
            ['Dividend of 2 per cent', 1904, 310, 103],
            ['Shop in Truro', 1622, 540, 155],
            ['Avocados', 1102, 1102, 113],
          ],
        },
      ],
      body: `
In five hours, 2 317 members adopted the accounts, a dividend of two per cent and a shop in Truro. On the question whether
we should go on selling avocados, 1 102 voted yes and 1 102 no. The statutes say that nothing changes then, and that
the board has to bring cake next time.

Turnover last year was 184 million dollars; the surplus, 3.1 million, goes to members, cold stores and the bakery's new oven.`,
    },
    {
      title: 'Bread of yesterday, beer of tomorrow',
      subtitle: 'What is left in 31 shops at night becomes something else by morning',
      dateline: 'Halifax',
      tags: ['food waste', 'bread', 'climate'],
      when: latest('01-29', '10:00'),
      appeal: 1.2,
      pictures: [{ scene: 'loaves', alt: 'Illustration of round and long loaves in warm browns' }],
      attachments: [
        {
          kind: 'pdf',
          name: 'food-waste-balance.pdf',
          title: 'Balance of food waste',
          facts: [
            ['Thrown away two years ago', '412 tonnes'],
            ['Thrown away last year', '96 tonnes'],
            ['Given to kitchens and food banks', '188 tonnes'],
            ['Made into beer, soup, crumbs', '97 tonnes'],
            ['Fed to pigs', '31 tonnes'],
          ],
        },
      ],
      body: `
Two years ago our shops threw away 412 tonnes of food. Last year it was 96. The difference did not vanish; it moved.

1. **At six in the evening** prices fall by half. A bell is rung.
2. **At nine** three vans go to kitchens and food banks. They have keys.
3. **At midnight** bread goes to a brewery in Dartmouth, vegetables to our soup kitchen, apples to the press.
4. **At four** the pigs of Musquodoboit are happy.

The beer is called *Second Rise* and sells better than the bread did.

> You cannot appeal to people at closing time. But you can ring a bell.
> -- Dorothy MacIsaac`,
    },
    {
      title: 'New shop in Truro built by its neighbours',
      dateline: 'Truro',
      tags: ['building', 'members', 'community'],
      when: latest('05-04', '09:00'),
      pictures: [
        { scene: 'market wide', alt: 'Illustration of two wide market stalls with striped awnings' },
      ],
      body: `
Shop number 31 stands on the site of a closed supermarket in Truro, in a quarter that had been without fresh food for
three years. Seven hundred and twelve neighbours bought a share before the first stone was laid; ninety helped lay it.

It opens on {+5}. There is a bench before the till, at the wish of the neighbours: some conversations take longer than
payment.`,
    },
    {
      title: 'Recall: sesame not declared on Rye Crisps, 200 g',
      subtitle: 'Lots 1140 to 1152; refund without receipt',
      dateline: 'Halifax',
      tags: ['recall', 'safety'],
      when: latest('06-19', '16:40'),
      appeal: 1.5,
      viralAfter: 0,
      body: `
We recall **Rye Crisps Natural, 200 g, lots 1140 to 1152**. They may contain sesame, which is not on the label. People
with an allergy to sesame must not eat them.

## What you should do

- Look at the back of the bag, below the date. Lots 1140 to 1152 are affected, no others.
- Bring the bag, open or not, to any of our shops. You get your money back without a receipt.
- Questions: +1 902 555 0100, day and night until {+7}.

## How it happened

On one line of the bakery in Amherst sesame crackers were made before the crisps. The line was cleaned but not tested:
the test had run out and nobody had stopped the line. We should have. From today a line without a test does not start.

No illness is known to us. We have informed the food authority and all members for whom we have an address.`,
    },
    {
      title: 'Apprentice bakers win the golden peel',
      dateline: 'Halifax',
      tags: ['people', 'bread', 'jobs'],
      when: latest('09-11', '14:00'),
      appeal: 0.7,
      pictures: [{ scene: 'loaves gold', alt: 'Illustration of golden loaves arranged in a fan' }],
      body: `
Amira Haddad and Josh Googoo, third-year apprentices in our Halifax bakery, have won the golden peel of the Atlantic
provinces with a loaf of rye, dulse and buckwheat. The jury wrote only one word: "More."

The loaf is on sale on Fridays. Two apprenticeships for next year are still open.`,
    },
    {
      title: 'Apple season: 61 varieties, one map',
      dateline: 'Kentville',
      tags: ['farmers', 'community'],
      when: latest('10-02', '09:30'),
      appeal: 1,
      pictures: [{ scene: 'produce apples', alt: 'Illustration of red, yellow and green apples in rows' }],
      attachments: [
        {
          kind: 'csv',
          name: 'apples.csv',
          title: 'Varieties, ripeness and farms',
          rows: [
            ['variety', 'ripe_from_week', 'keeps_weeks', 'farms'],
            ['Gravenstein', 36, 6, 31],
            ['Northern Spy', 42, 20, 12],
            ['Cox Orange', 39, 12, 18],
            ['Bishop’s Pippin', 41, 18, 4],
            ['Tolman Sweet', 40, 16, 2],
          ],
        },
      ],
      body: `
From the Gravenstein, which cannot wait, to the Northern Spy, which can wait until Easter: a map shows where in the valley
which of 61 varieties grows, when it is ripe and who lets you pick.

Two farms grow the *Tolman Sweet*, known since 1700 and good for nothing but happiness.`,
    },
    {
      title: 'Potatoes: a difficult year, explained',
      dateline: 'Halifax',
      tags: ['prices', 'farmers'],
      when: daysAgo(10, '10:00'),
      appeal: 0.9,
      pictures: [{ scene: 'fields rain', alt: 'Illustration of brown and green field rows under grey rain' }],
      body: `
Potatoes will cost twelve per cent more from {+6}. You will see on the tag where it goes: all of it to the farms.

A wet spring drowned a fifth of the seed, a dry August halved what was left. Our 61 potato farms harvested 30 per cent less
than usual. At last year's price, eleven of them would have had to stop.

We could buy cheaper from elsewhere. Members decided in 2022 that we do not, as long as there is a potato in the province.`,
    },
  ],
};
