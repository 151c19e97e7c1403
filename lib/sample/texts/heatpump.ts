import { daysAgo, latest, type SampleNewsroom, yearBefore } from './sample-text';

export const heatpump: SampleNewsroom = {
  key: 'heatpump',
  name: 'Cieplik Heat Pumps',
  description:
    'Cieplik makes quiet heat pumps for old houses, and trains the people who install them, in Łódź.',
  website: 'https://www.cieplik.example.com',
  boilerplate:
    'Cieplik was founded in 1958 as a repair shop for refrigerators in Łódź. Since 2006 it has built heat pumps for existing buildings, up to 40 kilowatts, with natural refrigerants only. The company makes 52 000 units a year in one factory and belongs to a foundation that may never sell it.',
  contacts: [
    {
      name: 'Zofia Łęcka',
      role: 'Press',
      email: 'zofia.lecka@cieplik.example.com',
      phone: '+44 1632 960 231',
    },
    {
      name: 'Marek Dąbrowski',
      role: 'Technical questions',
      email: 'marek.dabrowski@cieplik.example.com',
      phone: '+44 1632 960 232',
    },
  ],
  releases: [
    {
      title: 'Cieplik builds the heat pump that a 1920s tenement was waiting for',
      subtitle:
        'Model Kamienica delivers 70-degree water to old radiators without a single pipe being changed',
      dateline: 'Łódź',
      tags: ['products', 'old buildings', 'climate'],
      when: yearBefore('03-04', '10:00'),
      appeal: 1.5,
      pictures: [
        {
          scene: 'houses winter',
          alt: 'Illustration of a row of old town houses in snow with warm windows',
          caption: 'The test house in Wschodnia Street, built in 1924.',
        },
        {
          scene: 'contours',
          alt: 'Illustration of nested contour lines from cold blue to warm red',
          caption: 'Temperature across the test facade, drawn from measurements.',
        },
      ],
      attachments: [
        {
          kind: 'pdf',
          name: 'kamienica-data-sheet.pdf',
          title: 'Data sheet: Kamienica 24',
          facts: [
            ['Heat output', '24 kW at minus 15 degrees'],
            ['Flow temperature', 'up to 72 degrees'],
            ['Refrigerant', 'R-290 (propane), 1.9 kg'],
            ['Seasonal performance', '3.1 with old radiators'],
            ['Sound at 5 m', '31 dB(A)'],
            ['Size', '1.2 x 0.9 x 2.1 m'],
          ],
        },
        {
          kind: 'csv',
          name: 'wschodnia-winter.csv',
          title: 'Test house, weekly means of one winter',
          rows: [
            ['week', 'outside_c', 'flow_c', 'performance'],
            [1, 4.1, 51, 3.6],
            [2, 1.8, 54, 3.4],
            [3, -2.2, 58, 3.1],
            [4, -7.9, 64, 2.7],
            [5, -11.4, 68, 2.4],
            [6, -3.0, 59, 3.0],
            [7, 2.5, 53, 3.5],
          ],
        },
      ],
      body: `
Everybody knows how to heat a new house with a heat pump. In Łódź four homes in ten were built before 1945, have cast-iron
radiators, high ceilings and tenants who have no money for new windows. For them we have built *Kamienica*.

The machine lifts heat from minus fifteen to plus seventy degrees in two stages, each with its own compressor. It fits
through a cellar door in five parts and needs no more current than the bakery that used to be next to it.

## One winter in Wschodnia Street

A house with eighteen flats, built in 1924, was the test. Not one radiator was changed. The coal boiler stayed in the
cellar as a reserve and was never lit.

| | Coal | Kamienica |
| Heating cost per flat and year | 4 900 zł | 3 350 zł |
| Carbon dioxide, house | 92 t | 31 t |
| Room temperature | "depends on Mr Nowak" | 20.5 °C |

> In the first week I went down every morning to see whether it was running. You cannot hear it. I was suspicious until
> Christmas.
> -- Halina Zawadzka, tenant on the third floor

## Price and delivery

The unit costs about as much as a new gas boiler with its chimney, after the usual grants. Deliveries begin in {month+70}.
The first 400 go to housing cooperatives that signed up during the test.`,
    },
    {
      title: 'School for installers turns out its thousandth graduate',
      dateline: 'Łódź',
      tags: ['training', 'jobs'],
      when: yearBefore('05-20', '12:00'),
      appeal: 0.9,
      pictures: [
        {
          scene: 'line',
          alt: 'Illustration of heat pumps on a factory line with robot arms under bright lamps',
        },
      ],
      body: `
Kinga Maj, 23, from Zgierz, is the thousandth graduate of our school for installers. She learned in eleven weeks how to
measure a house, calculate its heat and explain the result to its owner: the third part, she says, was the hardest.

The school is free of charge and open to people who will never buy from us. Nine of ten graduates work in the trade
a year later; a third used to mend cars or gas boilers. The next course starts on {+47}.`,
    },
    {
      title: 'Why we answer the telephone',
      subtitle: 'Half of all faults are solved in four minutes, by a person',
      dateline: 'Łódź',
      tags: ['service', 'customers'],
      when: yearBefore('10-22', '09:00'),
      pictures: [
        {
          scene: 'houses night',
          alt: 'Illustration of houses and heat pumps at night, with glowing windows',
        },
      ],
      body: `
Last winter 31 000 people called us. The telephone rang for nineteen seconds on average; then somebody who has built the
machine picked it up. Our people on the line work in the factory every third week.

Of 31 000 calls, 15 900 were settled in under four minutes. The most frequent fault, with 5 200 cases, was a
thermostat behind a curtain. Since {month-20} the manual begins with a picture of one.

We have been asked by consultants to replace the telephone by a form. We have asked the consultants to call.`,
    },
    {
      title: 'Factory heated by its own waste, and so is the swimming pool next door',
      dateline: 'Łódź',
      tags: ['climate', 'community'],
      when: yearBefore('12-10', '10:00'),
      pictures: [
        {
          scene: 'contours warm',
          alt: 'Illustration of warm contour lines flowing between two bright shapes',
        },
      ],
      body: `
Test stands make heat: each unit that leaves the factory has run for two hours. Until now that heat went through the
roof. From today it warms our halls and, through 340 metres of pipe, the Fala baths across the road.

The baths save 60 per cent of their gas. In return our staff swim free of charge on Tuesdays.`,
    },
    {
      title: '52 000 units, no fluorinated gas, and one mistake',
      subtitle: 'Report on the business year',
      dateline: 'Łódź',
      tags: ['annual report', 'finance'],
      when: latest('03-25', '08:30'),
      pictures: [{ scene: 'chart line', alt: 'Illustration of a rising red line over blue columns' }],
      attachments: [
        {
          kind: 'csv',
          name: 'cieplik-five-years.csv',
          title: 'Units, turnover and staff, five years',
          rows: [
            ['year', 'units', 'turnover_m_pln', 'staff'],
            ['y-4', 21000, 402, 610],
            ['y-3', 38000, 731, 820],
            ['y-2', 44000, 870, 905],
            ['y-1', 41000, 842, 890],
            ['y', 52000, 1015, 960],
          ],
        },
      ],
      body: `
Cieplik sold 52 000 heat pumps last year, a quarter more than in the weak year before. Turnover passed one billion
złoty for the first time. The result, 61 million złoty, goes into a second test hall and a rise in wages of six per cent.

All models now use propane or carbon dioxide. We were the last in the trade to say so and the first to do it.

## The mistake

In autumn a batch of 2 100 fan controllers counted hours wrongly and asked for service a year early. We noticed it when
a customer in Brno did. Every controller has been exchanged; the supplier and we shared the cost, after a
conversation that both sides describe as warm.

> A foundation cannot be sold, so it cannot be impressed by a quarter. It makes you boring in a way that I recommend.
> -- Ewa Kubiak, chair of the foundation`,
    },
    {
      title: 'Noise protection: neighbours could not find the heat pump',
      dateline: 'Łódź',
      tags: ['products', 'research'],
      when: latest('05-06', '10:00'),
      appeal: 1.2,
      viralAfter: 5,
      pictures: [
        { scene: 'houses day', alt: 'Illustration of colourful row houses with heat pumps in front of them' },
      ],
      body: `
We placed a heat pump in a courtyard with sixty flats, switched it on and off at random for a month, and asked the
neighbours each evening whether it was running. They were right in 49 per cent of cases. A coin would have done as well.

The study was run by the institute for acoustics of the technical university, which also published the neighbours'
remarks. The most frequent: "Which heat pump?"

The blades of the new fan have the uneven edge of an owl's feather. It costs four złoty more than the old one.`,
    },
    {
      title: 'Cieplik and the housing cooperatives agree on 6 000 flats',
      dateline: 'Warsaw',
      tags: ['customers', 'old buildings'],
      when: latest('07-02', '13:00'),
      appeal: 0.8,
      body: `
Eleven housing cooperatives from five cities will replace coal and gas in 214 houses with 6 000 flats by {year+3}.
Cieplik delivers the machines, trains the cooperatives' own staff and guarantees the heating costs for ten years.

What is new about the contract is one sentence: if the bills are higher than promised, we pay the difference. If they
are lower, the tenants keep it.`,
    },
    {
      title: 'Spare parts for fifteen years, drawings for ever',
      dateline: 'Łódź',
      tags: ['service', 'open data'],
      when: latest('09-17', '10:00'),
      appeal: 1.3,
      pictures: [{ scene: 'line blue', alt: 'Illustration of machines on a factory line in blue and white' }],
      body: `
For every machine that we have built since 2006, spare parts will be in stock for at least fifteen years after the last
one was sold. After that, its drawings and the code of its controller become public.

The first two models are there already: Cieplik P1 and P2, 380 drawings, 14 000 lines of C, and a comment in line 2 071
in which a colleague, now retired, apologises to whoever has to read it.

> Somebody will keep these machines alive longer than we can. They should have the plans.
> -- Marek Dąbrowski, head of development`,
    },
    {
      title: 'First frost: how to read your heat pump’s bill',
      dateline: 'Łódź',
      tags: ['service', 'customers'],
      when: daysAgo(12, '08:00'),
      pictures: [
        { scene: 'contours cold', alt: 'Illustration of icy blue contour lines around a small warm centre' },
      ],
      attachments: [
        {
          kind: 'pdf',
          name: 'reading-your-bill.pdf',
          title: 'One page: reading your bill',
          facts: [
            ['Normal day at 5 degrees', '18 to 26 kWh of electricity'],
            ['Normal day at minus 10', '45 to 60 kWh'],
            ['Worth a call', 'twice that, three days in a row'],
            ['Worth a look', 'the thermostat behind the curtain'],
          ],
        },
      ],
      body: `
When it is cold for the first time, people look at their meter and are frightened. Most need not be. We have put
on one page what is normal.

- At plus five degrees a usual flat of 70 square metres needs 18 to 26 kilowatt hours of electricity a day.
- At minus ten it is 45 to 60.
- If it is twice that on three days in a row, please call us. We answer within the hour.

And do not lower the temperature at night by more than two degrees: getting warm again costs more than staying warm.`,
    },
  ],
};
