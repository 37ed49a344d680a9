/**
 * Damage to tables and to the text of documents, which `damage.ts` does not reach.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import { damageBytes, damageDocument } from "./damage.ts";

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const encode = (text: string) => new TextEncoder().encode(text);

/** Fields that no table of pixels holds. */
const FIELDS = [
  ...[
    "",
    " ",
    "-1",
    "256",
    "1e308",
    "-1e308",
    "NaN",
    "0x7",
    "1.5",
    "9".repeat(400),
    "\0",
    "\u202e",
  ],
  ...['"', '""', '"a\nb"', "'", ",", ",,,,", ";", "\t", "\n", "\r", "\r\n", "x".repeat(100_000)],
];

/** Exchanges, removes, repeats or replaces a field or a row of a table; or damages its bytes. */
export function damageTable(bytes: Uint8Array, random: Random): Uint8Array {
  const kind = random.nextInt(6), rows = decode(bytes).split("\n");
  const pick = (list: unknown[]) => random.nextInt(list.length);
  if (kind === 0) return damageBytes(bytes, random);
  const row = pick(rows), other = pick(rows);
  const fields = rows[row].split(","), field = pick(fields);
  if (kind === 1) [rows[row], rows[other]] = [rows[other], rows[row]];
  else if (kind === 2) rows.splice(row, 1, ...Array(random.nextInt(3000)).fill(rows[other]));
  else {
    if (kind === 3) fields.splice(field, random.nextInt(3));
    else if (kind === 4) fields[field] = FIELDS[pick(FIELDS)];
    else fields.splice(field, 0, ...Array(random.nextInt(2000)).fill(FIELDS[pick(FIELDS)]));
    rows[row] = fields.join(",");
  }
  return encode(rows.join("\n"));
}

const DEEP = 100_000, PLACE = "@place@";

/** Texts of JSON that no value of a document written by hand has. */
const TEXTS = [
  ...["[".repeat(DEEP), "[".repeat(DEEP) + "]".repeat(DEEP)],
  '{"a":'.repeat(DEEP) + "1" + "}".repeat(DEEP),
  ...["1e999", "-1e999", "1" + "0".repeat(400), "0.1e-400", "9007199254740993"],
  `[${"0,".repeat(200_000)}0]`,
  `{${Array.from({ length: 20_000 }, (_, i) => `"${i}":${i}`)}}`,
  `"${"x".repeat(1_000_000)}"`,
  ...['"\\u0000"', '"\\ud800"', '"\\u001b[31m"', '"a\\nb"', '{"__proto__":{"toJSON":1}}'],
];

/** Damages the bytes of a document, or what it says, or puts a text into it that nobody writes. */
export function damageJson(bytes: Uint8Array, random: Random): Uint8Array {
  const kind = random.nextInt(4), document = JSON.parse(decode(bytes));
  if (kind === 0) return damageBytes(bytes, random);
  if (kind < 3) return encode(JSON.stringify(damageDocument(document, random)) ?? "");
  const places: string[] = [];
  JSON.stringify(document, (key, value) => (places.push(key), value));
  const chosen = random.nextInt(places.length), text = TEXTS[random.nextInt(TEXTS.length)];
  let at = 0;
  const marked = JSON.stringify(document, (_, value) => at++ === chosen ? PLACE : value);
  return encode(marked.replace(`"${PLACE}"`, () => text));
}

/** Damages the bytes of an IDX file anywhere, or its header, which says how long it is. */
export function damageIdx(bytes: Uint8Array, random: Random): Uint8Array {
  if (random.nextInt(3) === 0) return damageBytes(bytes, random);
  const damaged = Uint8Array.from(bytes), view = new DataView(damaged.buffer);
  const sizes = [0, 1, 27, 255, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
  if (random.nextInt(3) === 0) damaged[2 + random.nextInt(2)] = random.nextInt(256);
  else view.setUint32(4 + 4 * random.nextInt(damaged[3]), sizes[random.nextInt(sizes.length)]);
  return damaged;
}
