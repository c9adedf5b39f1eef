// The code for the door, as app/rsvps/rules/codes.py writes it: three signs name the event, eight the reply.
const MISREAD = { I: "1", L: "1", O: "0", U: "V" };
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export const parts = (text) => {
  const signs = [...text.toUpperCase().trim().replace(/^TWAIN/, "")]
    .filter((sign) => /[\p{L}\p{N}]/u.test(sign))
    .map((sign) => MISREAD[sign] ?? sign)
    .join("");
  if (signs.length !== 11 || [...signs].some((sign) => !ALPHABET.includes(sign))) return null;
  return [signs.slice(0, 3), signs.slice(3)];
};

export const hash = async (part, salt) => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${salt}:${part}`));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 32);
};
