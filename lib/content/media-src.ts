/** Addresses of pictures that a body may hold: those of this site, in one of the widths that were made of them. */
export const mediaSrc = /^\/media\/[1-9]\d*\/\d+-[0-9a-f]{8}\.webp$/;
