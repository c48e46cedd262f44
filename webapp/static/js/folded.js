/** Without case and accents, so that "cafe" finds "Café". */
export const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
