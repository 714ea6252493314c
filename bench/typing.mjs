// Writes the updates that real Yjs sends, one for each key:
// typing.mjs OUT trace FILE.json.gz | typing.mjs OUT long EDITS BYTES
// In OUT each update follows its length (four bytes, little-endian).
import fs from 'node:fs'
import zlib from 'node:zlib'
import * as Y from 'yjs'

const KEYS_A_SITTING = 2000 // then the page is opened again, with another client id
const WORDS =
  'the provider *shall* document – where § 4(2) applies – its measures\n- (a) in time;\n\n'
let seed = 20261128
const random = below => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % below }

const doc = new Y.Doc()
const body = doc.getText('body')
const written = []
doc.on('update', update => {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(update.length)
  written.push(length, Buffer.from(update))
})

function sitDown () {
  doc.clientID = 2147483648 + random(2147483647)
}

function trace (path) {
  const { txns, endContent } = JSON.parse(zlib.gunzipSync(fs.readFileSync(path)))
  let keys = 0
  for (const { patches } of txns) {
    for (const [place, deleted, inserted] of patches) {
      if (keys++ % KEYS_A_SITTING === 0) sitDown()
      doc.transact(() => {
        if (deleted) body.delete(place, deleted)
        if (inserted) body.insert(place, inserted)
      })
    }
  }
  if (body.toString() !== endContent) throw new Error('the trace was not replayed to its end')
}

// A long text, then single keys at a place that moves now and then, a quarter of them backspaces.
function long (edits, bytes) {
  sitDown()
  body.insert(0, WORDS.repeat(Math.ceil((bytes - edits / 2) / Buffer.byteLength(WORDS))))
  let place = 0
  for (let edit = 0; edit < edits; edit++) {
    if (edit % KEYS_A_SITTING === 0) sitDown()
    if (edit % 200 === 0) place = WORDS.length * random(Math.floor(body.length / WORDS.length) || 1)
    if (random(4) === 0 && place > 0) {
      body.delete(--place, 1)
    } else {
      body.insert(place++, WORDS[edit % WORDS.length])
    }
  }
}

const [out, kind, ...given] = process.argv.slice(2)
if (kind === 'trace') trace(given[0])
else long(Number(given[0]), Number(given[1]))
fs.writeFileSync(out, Buffer.concat(written))
