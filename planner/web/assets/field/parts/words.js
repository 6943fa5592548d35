// The page's words, out of the same catalogues as everything else, and numbers and times in the city's zone.

/** @type {Record<string, string | string[]>} */
let words = {};
let language = "ru";
let plural = new Intl.PluralRules("ru");
const FORMS = /** @type {const} */ (["one", "few", "many"]);

/** The language that was chosen on this site; the server says it anew, because an account may have another one. */
export function chosenLanguage() {
  return /(?:^|; )planner_language=en/.test(document.cookie) ? "en" : "ru";
}

/** The language that the page speaks. */
export function spokenLanguage() {
  return language;
}

/** @param {string} wanted */
export async function loadWords(wanted) {
  language = wanted;
  plural = new Intl.PluralRules(language);
  const answer = await fetch(new URL(`../words.${language}.json`, import.meta.url));
  words = await answer.json();
  document.documentElement.lang = language;
}

/**
 * A sentence; `n` picks the plural form. A key that nobody knows is returned as it is.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const found = words[key] ?? key;
  const form = typeof found === "string" ? found : found[formOf(Number(values.n), found.length)];
  return form.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * @param {number} n
 * @param {number} forms
 */
function formOf(n, forms) {
  const index = forms === 2
    ? Number(plural.select(n) !== "one")
    : FORMS.indexOf(/** @type {"one"} */ (plural.select(n)));
  return index < 0 ? forms - 1 : index;
}

/**
 * 10:46 in the city's zone.
 * @param {number} at
 * @param {string} zone
 */
export function clock(at, zone) {
  return new Intl.DateTimeFormat(language, { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
    .format(at);
}

/**
 * 27 ноября; with the year where it is not this one.
 * @param {number} at
 * @param {string} zone
 */
export function day(at, zone) {
  const yearThere = new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric" });
  const year = yearThere.format(at) === yearThere.format(Date.now()) ? undefined : "numeric";
  return new Intl.DateTimeFormat(language, { timeZone: zone, day: "numeric", month: "long", year }).format(at);
}

/**
 * How long something lasts: 1:05
 * @param {number} seconds
 */
export function timeOf(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** @param {number} metres */
export function distance(metres) {
  return t("ride.metres", { metres: 10 * Math.round(metres / 10) });
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(bytes / 1024 / 1024);
}

/** The way to the other language and back; it needs the network. */
export function otherLanguage() {
  const [code, name] = language === "ru" ? ["en", "English"] : ["ru", "Русский"];
  return { code, name, href: `/language/${code}?next=${encodeURIComponent(location.pathname)}` };
}
