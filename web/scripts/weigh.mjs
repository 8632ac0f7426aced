// Fails the build when the page outgrows its budget: everything a first visit may load, as gzip sends it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const budget = 150 * 1000;
const root = new URL("../../Recofilm.Functions/wwwroot/", import.meta.url).pathname;
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((file) => ({ file: file.slice(root.length), bytes: gzipSync(readFileSync(file)).length }))
  .sort((a, b) => b.bytes - a.bytes);
const total = files.reduce((sum, file) => sum + file.bytes, 0);

if (total > budget) {
  for (const { file, bytes } of files) console.error(`${String(bytes).padStart(8)}  ${file}`);
  console.error(`error: the page weighs ${total} bytes gzipped, more than ${budget}.`);
  process.exit(1);
}
console.log(`The page weighs ${total} of ${budget} bytes gzipped.`);
