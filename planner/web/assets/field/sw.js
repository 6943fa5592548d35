// Opens the page on the bus without a network: the whole page lies in one cache for each version, pictures in another.
// The server puts `self.page = {version, files}` before this text, so that every change of a file is a new worker.

const worker = /** @type {PageWorker} */ (/** @type {unknown} */ (self));
const SHELL = `field-page-${worker.page.version}`;
const PICTURES = "field-pictures";
const PAGE = /^\/field\/[^/]+$/;
const PICTURE = /^\/(photo\/[^/]+\/(thumbnail|clean)|map\/tiles\/.+)$/;

worker.addEventListener("install", (event) => event.waitUntil(fillShell()));
worker.addEventListener("activate", (event) => event.waitUntil(beginToServe()));
worker.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (event.request.mode === "navigate" && PAGE.test(pathname)) {
    event.respondWith(fromShell(worker.page.shell, event.request));
  } else if (worker.page.files.includes(pathname)) event.respondWith(fromShell(pathname, event.request));
  else if (PICTURE.test(pathname)) event.respondWith(picture(event.request));
});

async function fillShell() {
  const cache = await caches.open(SHELL);
  const files = [worker.page.shell, ...worker.page.files];
  await Promise.all(files.map(async (path) => {
    const isForGood = path.includes(worker.page.version);
    let answer = await fetch(new Request(path, { cache: isForGood ? "default" : "reload" }));
    if (isForGood && !isOurs(answer)) answer = await fetch(new Request(path, { cache: "reload" }));
    if (!isOurs(answer)) throw new Error(`${path} is not what it should be`);
    await cache.put(path, answer);
  }));
}

async function beginToServe() {
  const old = (await caches.keys()).filter((name) => name.startsWith("field-page-") && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/**
 * @param {string} path
 * @param {Request} request
 */
async function fromShell(path, request) {
  const cache = await caches.open(SHELL);
  return await cache.match(path, { ignoreVary: true }) ?? await fetch(request);
}

/** @param {Request} request */
async function picture(request) {
  const cache = await caches.open(PICTURES);
  const known = await cache.match(request.url, { ignoreVary: true });
  if (known) return known;
  const answer = await fetch(request);
  const isPicture = answer.ok && !answer.redirected && answer.headers.get("Content-Type")?.startsWith("image/");
  if (isPicture) await cache.put(request.url, answer.clone()).catch(() => {});
  return answer;
}

/**
 * Not a portal's page, and not the way to the sign-in.
 * @param {Response} answer
 */
function isOurs(answer) {
  return answer.ok && !answer.redirected && answer.headers.has("X-Planner");
}
