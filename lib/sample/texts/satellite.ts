import { daysAhead, hoursAgo, latest, type SampleNewsroom, yearBefore } from './sample-text';

export const satellite: SampleNewsroom = {
  key: 'satellite',
  name: 'Périgée Works',
  description:
    'Périgée builds small Earth-observation satellites in Toulouse: forty kilograms, five bands, ten years of life.',
  website: 'https://www.perigee-works.example.com',
  boilerplate:
    'Périgée Works designs, builds and flies small satellites that measure water, heat and vegetation. The company was founded in 2014 by four engineers from Toulouse and Łódź, employs 210 people and has nineteen satellites in orbit. Its measurements are used by water authorities, insurers and farmers in sixty countries.',
  contacts: [
    {
      name: 'Éloïse Carrère',
      role: 'Media relations',
      email: 'eloise.carrere@perigee-works.example.com',
      phone: '+33 5 36 49 12 07',
    },
    {
      name: 'Tomasz Wrona',
      role: 'Mission operations',
      email: 'ops-press@perigee-works.example.com',
      phone: '+33 5 36 49 12 30',
    },
  ],
  releases: [
    {
      title: 'Rosée-7 reaches orbit and sends its first picture within nine hours',
      subtitle: 'The new satellite measures soil moisture in fields of thirty metres',
      dateline: 'Toulouse',
      tags: ['launch', 'earth observation', 'water'],
      when: yearBefore('04-10', '18:45'),
      appeal: 1.9,
      viralAfter: 1,
      pictures: [
        {
          scene: 'launch',
          alt: 'Illustration of a rocket plume rising through layered clouds',
          caption: 'Lift-off, through three layers of cloud.',
        },
        {
          scene: 'orbit',
          alt: 'Illustration of a small satellite above the bright curved edge of the Earth',
          caption: 'Rosée-7 flies at 510 kilometres.',
        },
        {
          scene: 'swath',
          alt: 'Illustration of fields and a river in false colours from blue to orange',
          caption: 'First light, drawn from the instrument’s data: blue is wet, orange is dry.',
        },
      ],
      attachments: [
        {
          kind: 'pdf',
          name: 'rosee-7-fact-sheet.pdf',
          title: 'Fact sheet: Rosée-7',
          facts: [
            ['Mass at launch', '41.6 kg'],
            ['Orbit', '510 km, sun-synchronous, 06:00'],
            ['Instrument', 'L-band radiometer and five-band imager'],
            ['Ground resolution', '30 m (moisture), 4 m (image)'],
            ['Design life', '10 years'],
            ['Propellant', 'water'],
          ],
        },
        { kind: 'zip', name: 'rosee-7-press-kit.zip', title: 'Press kit', of: ['rosee-7-fact-sheet.pdf'] },
      ],
      body: `
Rosée-7 separated from its launcher at 07:12 UTC, 61 minutes after lift-off. Six minutes later its antenna unfolded;
at 16:03 the ground station at Aussaguel received the first picture: the Garonne between Toulouse and Agen, field by
field, from wet to dry.

The satellite is the seventh of its family and the first that measures soil moisture at a scale at which a farmer
thinks. Until now, one measurement covered forty square kilometres. Now it covers a tenth of a hectare.

## Forty kilograms, ten years

Small satellites usually live for three years. Rosée-7 is built for ten, for a reason that has little to do with
space technology: its users asked for a record that outlives a research grant.

> A drought is a comparison. If you change your instrument every three years, you are comparing instruments.
> -- Tomasz Wrona, head of mission operations

It steers with water, heated to steam by the sun. When the tank is empty the satellite will lower itself and burn
up within four months.

## What comes next

- Until {+30}: calibration over lakes, the Sahara and a car park in Blagnac whose moisture we know rather well.
- {+31} to {+90}: free data for all registered research users.
- From {month+92}: daily service.

| | Rosée-4 ({year-4}) | Rosée-7 |
| Mass | 38 kg | 41.6 kg |
| Resolution, moisture | 200 m | 30 m |
| Passes per day | 1 | 2 |
| Data per pass | 1.1 GB | 9.6 GB |`,
    },
    {
      title: 'Why our satellites sleep over the poles',
      subtitle: 'A change of software saves eleven per cent of energy and, it turned out, a camera',
      dateline: 'Toulouse',
      tags: ['engineering', 'software'],
      when: yearBefore('07-15', '10:00'),
      appeal: 1.3,
      viralAfter: 0,
      pictures: [{ scene: 'orbits', alt: 'Illustration of thin elliptical orbits crossing around a planet' }],
      body: `
Every 94 minutes each of our satellites crosses both poles, and every 94 minutes, until this spring, it took pictures
of ice that nobody had asked for. They were deleted on board.

Nobody had decided that. A setting from {year-8}, when a customer wanted sea ice, had been copied from mission to
mission. A trainee asked why the memory was always full in the same place.

## What we changed

The instrument now sleeps above 75 degrees unless somebody has ordered ice. It saves eleven per cent of the energy.
The heater, though, has to stay on: the first night we switched off both, the filter wheel of Rosée-5 stuck at minus
41 degrees and came loose only after two orbits in the sun.

> The best engineering question is still "who asked for this?"
> -- Nour Haddad, trainee in flight software

The patch, the log of that night and our embarrassment are described in a technical note, free to read.`,
    },
    {
      title: 'Agreement with nine river authorities',
      dateline: 'Toulouse',
      tags: ['water', 'customers'],
      when: yearBefore('09-30', '09:00'),
      appeal: 0.7,
      pictures: [
        {
          scene: 'swath river',
          alt: 'Illustration of a river winding through fields drawn in false colours',
        },
      ],
      body: `
Nine river authorities, from the Ebro to the Vistula, will plan releases from reservoirs with our daily maps of soil
moisture. The agreement runs for six years and is worth 31 million euros.

Under it, maps older than thirty days become public. That was the authorities' condition and is now our rule for all
customers.`,
    },
    {
      title: 'Périgée opens clean room in Łódź',
      dateline: 'Łódź',
      tags: ['building', 'jobs'],
      when: yearBefore('11-18', '11:00'),
      pictures: [
        { scene: 'orbit bright', alt: 'Illustration of a satellite with wide solar panels above the Earth' },
      ],
      body: `
Solar panels and radio parts of our satellites are now built in Łódź, in a former cotton mill. Forty-five people work
in the clean room behind its brick front; sixty more are to follow by the end of {year+1}.

Two of our four founders studied here. The mill's chimney stays, without smoke and with an antenna on top.

> I used to walk past this building and think: somebody should put something in there that glows.
> -- Agata Piotrowska, co-founder`,
    },
    {
      title: 'Open archive: ten years of surface temperatures, 4.1 petabytes',
      subtitle: 'Every measurement older than thirty days can be downloaded, without an account',
      dateline: 'Toulouse',
      tags: ['open data', 'climate'],
      when: latest('02-11', '10:00'),
      appeal: 1.5,
      pictures: [
        { scene: 'swath', alt: 'Illustration of fields along a river as a mosaic of false colours' },
      ],
      attachments: [
        {
          kind: 'csv',
          name: 'archive-volumes.csv',
          title: 'Archive by year and product',
          rows: [
            ['year', 'scenes', 'terabytes'],
            [1, 41200, 96],
            [2, 66800, 171],
            [3, 102400, 262],
            [4, 151000, 377],
            [5, 201300, 512],
          ],
        },
      ],
      body: `
From today everybody can download what our satellites have measured: 2.6 million scenes of surface temperature, water
and vegetation, back to the first picture of Rosée-1, which is blurred and mostly shows a cloud.

There is no form to fill in. Files lie in a plain folder tree by date and place, in open formats, with checksums.
Mirrors are run by universities in Toulouse, Nairobi and Ljubljana.

### What people have already done

- A school in Albi found its own playground and planted eleven trees on the hottest part.
- Insurers stopped asking us for maps and started asking us for advice.
- Somebody made wallpaper.

Costs of the archive are paid from two per cent of every contract.`,
    },
    {
      title: 'Two satellites, one piece of debris, 214 metres',
      dateline: 'Toulouse',
      tags: ['operations', 'safety'],
      when: latest('05-28', '18:20'),
      appeal: 1.4,
      pictures: [{ scene: 'orbits debris', alt: 'Illustration of crossing orbits with scattered fragments' }],
      body: `
Last night at 02:41 UTC a fragment of a rocket stage launched in 1983 passed Rosée-3 at a distance of 214 metres. The
warning came 31 hours earlier; the satellite moved out of the way by firing steam for ninety seconds.

Rosée-3 works normally. The manoeuvre cost eight days of its lifetime. It was the fourth this year; in all of {year-5}
there had been one.

We publish the orbits of our satellites every two hours and ask all other operators to do the same.`,
    },
    {
      title: 'Heat in the city, house by house: study of 31 European towns',
      dateline: 'Toulouse',
      tags: ['climate', 'research', 'earth observation'],
      when: latest('08-12', '06:00'),
      appeal: 1.2,
      pictures: [
        { scene: 'swath heat', alt: 'Illustration of city blocks coloured from cool blue to hot red' },
      ],
      body: `
On a summer afternoon, two streets of the same town can differ by eleven degrees. A study with the universities of
Toulouse and Kaunas has measured 31 towns with our satellites, block by block, over six summers.

Trees matter more than parks: a street with a closed row of crowns is as cool as the middle of a park of ten hectares.
White roofs help by day, and hardly at night. The hottest places were not in the south: they were car parks in
Kaunas, Lille and Zürich.

Maps for all 31 towns are free to use for local newsrooms.`,
    },
    {
      title: 'Rosée-8 passes its shake test',
      dateline: 'Toulouse',
      tags: ['engineering', 'launch'],
      when: hoursAgo(5),
      appeal: 1.1,
      pictures: [
        { scene: 'orbit', alt: 'Illustration of a satellite in front of stars and the curve of the Earth' },
      ],
      body: `
For two minutes this morning Rosée-8 was shaken harder than any rocket will shake it. Nothing came loose, except a label
that said "do not shake".

Next are four weeks in vacuum at temperatures from minus 60 to plus 70 degrees. Launch is planned for {month+120}.

> It is the only day on which forty engineers watch a machine in complete silence.
> -- Éloïse Carrère`,
    },
    {
      title: 'Results of the third funding round',
      dateline: 'Toulouse',
      tags: ['finance'],
      when: daysAhead(3, '17:40'),
      status: 'embargoed',
      appeal: 1,
      body: `
Périgée Works has closed a funding round of 64 million euros. Two thirds come from its present owners, among them the
employees' association, which now holds 22 per cent.

The money pays for six satellites and a second ground station in the southern hemisphere.`,
    },
  ],
};
