/** The request header in which proxy.ts tells pages their own address, which Next does not. */
export const pathHeader = 'x-presskit-path';
