// Makes the Brotli copies of the program smaller where that is possible.
//
// The encoder cuts a file into blocks before it looks for what they have in common, and its own choice of their length is a poor
// one for WebAssembly: short blocks save about one part in a hundred. A copy is replaced only by a smaller one.
//
// Trying a large program takes seconds for each way. Only that of the first page, where bytes are counted, is tried in all of them; the
// others, which differ by two parts in a thousand from way to way, in the first.
//
//   node scripts/squeeze.mjs target/site/pkg

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";

const folder = process.argv[2];
// How the name of the first page's program begins.
const FIRST = `${process.env.LEPTOS_OUTPUT_NAME ?? "reelstock"}.`;
// 2 to the power of 16 bytes are the shortest blocks that the encoder knows; how far away repetitions lie is written in one of several ways.
const ways = [16, 17].flatMap((block) => [[0, 0], [1, 4]].map(([postfix, direct]) => ({ block, postfix, direct })));

function compressed(program, { block, postfix, direct }) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGBLOCK]: block,
    [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
    [constants.BROTLI_PARAM_NDIRECT]: direct,
    [constants.BROTLI_PARAM_SIZE_HINT]: program.length,
  };
  return brotliCompressSync(program, { params });
}

for (const name of readdirSync(folder).filter((name) => name.endsWith(".wasm"))) {
  const path = join(folder, name);
  const program = readFileSync(path);
  const copy = readFileSync(`${path}.br`);
  if (copy.length < 10_000) continue;
  const tried = name.startsWith(FIRST) ? ways : ways.slice(0, 1);
  const squeezed = tried.map((way) => compressed(program, way)).reduce((best, next) => (next.length < best.length ? next : best));
  if (squeezed.length < copy.length && brotliDecompressSync(squeezed).equals(program)) {
    writeFileSync(`${path}.br`, squeezed);
    console.log(`${name}: ${copy.length} bytes, now ${squeezed.length}`);
  }
}
