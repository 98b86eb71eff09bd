// The shell of the stock page for times without a connection. It keeps the files of the program and one page without anybody's data;
// what is under /api, whatever is sent, and all other pages never pass through here.
"use strict";

const CACHE = "shell-__VERSION__";
const FILES = __FILES__;
const PAGE = "__PAGE__";
const SHELL = "__SHELL__";
// How long the network has for the page, in milliseconds.
const PATIENCE = 3000;

// All or nothing: half a program is none.
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([SHELL, ...FILES])));
});

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

// The page from the network; without one, or where it takes too long, the shell.
async function page(event) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("too late")));
  try {
    const answer = await Promise.race([fetch(event.request), late]);
    // In the language and the colours of now.
    event.waitUntil(caches.open(CACHE).then((cache) => cache.add(SHELL)).catch(() => undefined));
    return answer;
  } catch {
    return (await caches.match(SHELL)) ?? Response.error();
  }
}

async function file(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}
