// The shell of the stock page for times without a connection. It keeps the files of the program and one page without anybody's data;
// what is under /api, whatever is sent, and all other pages never pass through here.
"use strict";

const CACHE = "shell-__VERSION__";
const FILES = __FILES__;
const PAGE = "__PAGE__";
const SHELL = "__SHELL__";
// What the market's own answers carry. A hotel's page or a proxy's comes without it, whatever its status.
const OURS = "__OURS__";
// How long the network has for the page, in milliseconds.
const PATIENCE = 3000;

// All or nothing: half a program is none.
self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([SHELL, ...FILES].map(keep)));
});

// Files may lie in browsers and with proxies for a year, also from before there was the header: they are whatever is no page.
async function keep(path) {
  const answer = await fetch(path, { redirect: "error" });
  const isPage = answer.headers.get("content-type")?.startsWith("text/html") ?? false;
  const isGood = path === SHELL ? answer.headers.has(OURS) : !isPage;
  if (!answer.ok || !isGood) throw new Error(`${path} is not there`);
  await (await caches.open(CACHE)).put(path, answer);
}

self.addEventListener("activate", (event) => {
  const old = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("shell-") && name !== CACHE) await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(old());
});

// Pages ask the worker that waits whether they are of its program, and let it take over.
self.addEventListener("message", (event) => {
  const [words, file] = event.data;
  if (words === "is yours") event.source?.postMessage([words, FILES.includes(file)]);
  else if (words === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (address.pathname === PAGE) event.respondWith(page(event));
  } else if (FILES.includes(address.pathname)) {
    event.respondWith(file(request));
  }
});

// The page from the network; without one, where it takes too long, or where somebody else answers for the market, the shell. Where a
// redirection leads cannot be seen from here: it is followed, also to the page on which a hotel asks for a room number.
async function page(event) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("too late")));
  let answer;
  try {
    answer = await Promise.race([fetch(event.request), late]);
  } catch {
    return (await caches.match(SHELL)) ?? Response.error();
  }
  if (answer.type !== "opaqueredirect" && !answer.headers.has(OURS)) return (await caches.match(SHELL)) ?? answer;
  // In the language and the colours of now.
  event.waitUntil(keep(SHELL).catch(() => undefined));
  return answer;
}

async function file(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}
