// A line to the server of which a test may change what comes back: what a service worker fetches goes past the routes of a page.

import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

export type Line = { address: string; close: () => Promise<void> };

/** Opens a line on which somebody else, while they are there, answers everything with a page of theirs. */
export const hotel = async (to: string, isThere: () => boolean): Promise<Line> => await line(to, "", (text) => text, isThere);

/** Opens a line; `bend` is asked about the text of every answer on the path that it is interested in. */
export async function line(to: string, path: string, bend: (text: string) => string, isCaught = () => false): Promise<Line> {
  const target = new URL(to);
  const server = createServer((asked, answered) => {
    if (isCaught()) {
      answered.writeHead(200, { "content-type": "text/html" });
      answered.end("<!doctype html><title>Hotel</title><h1>Welcome to the hotel</h1>");
      return;
    }
    const headers = { ...asked.headers, host: target.host, ...(asked.headers.origin ? { origin: target.origin } : {}) };
    const forward = request({ host: target.hostname, port: target.port, method: asked.method, path: asked.url, headers }, (answer) => {
      if (asked.url !== path) {
        answered.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(answered);
        return;
      }
      const parts: Uint8Array[] = [];
      answer.on("data", (part: Uint8Array) => parts.push(part));
      answer.on("end", () => {
        const body = bend(Buffer.concat(parts).toString());
        answered.writeHead(answer.statusCode ?? 502, { ...answer.headers, "content-length": Buffer.byteLength(body) });
        answered.end(body);
      });
    });
    forward.on("error", () => answered.destroy());
    if (asked.url === path) forward.setHeader("accept-encoding", "identity");
    asked.pipe(forward);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return { address: `http://127.0.0.1:${port}`, close };
}
