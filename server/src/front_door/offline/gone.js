// In place of the worker, where it is switched off: takes its place at once, removes the page that it kept, and goes. Stock and edits
// on the device are the page's own, and stay.
"use strict";

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener("activate", (event) => {
  const gone = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("shell-")) await caches.delete(name);
    }
    await self.registration.unregister();
  };
  event.waitUntil(gone());
});
