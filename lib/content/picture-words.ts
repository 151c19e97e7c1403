/** A picture as comparisons say it, a line for each of what it has; what is empty is left out. Pure, for browsers too. */
export const pictureWords = (picture: { id: number | string; alt: string; caption?: string }): string =>
  [
    `Picture ${picture.id}`,
    picture.alt && `Alternative text: ${picture.alt}`,
    picture.caption && `Caption: ${picture.caption}`,
  ]
    .filter(Boolean)
    .join('\n');
