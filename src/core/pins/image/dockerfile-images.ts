import type { Found } from '../contract.ts'
import { type Instruction, readDockerfile, type Word } from '../syntax/dockerfile.ts'
import { foundInReference, type ImageReference, parseReference } from './reference.ts'
import { type Expanded, expand, type Lookup, type Piece } from './template.ts'

/** An image that a Dockerfile uses. */
export interface DockerfileImage {
  reference: ImageReference
  expanded: Expanded
  /** Null where the tag is put together from several variables. */
  found: Found | null
  /** Name (`AS build`) and number of the stage that stands on it; absent in `COPY --from=`. */
  stage?: { name: string | null; index: number }
  /** As written: `redis:${VERSION}`. */
  written: string
}

/** A variable with a value: `ARG A=1`, `ENV A=1 B=2`, `ENV A 1`. Offsets are those of the value, without quotes. */
export interface Setting {
  keyword: 'ARG' | 'ENV'
  name: string
  value: { text: string; start: number }
}

/** Images of a Dockerfile in `FROM`, `COPY --from=`, `RUN --mount=…,from=` and `# syntax=`; other stages of the file are no images. */
export function dockerfileImages(text: string): DockerfileImage[] {
  const images = syntaxImage(text)
  const globals = new Map<string, readonly Piece[]>()
  const stages = new Set<string>()
  let count = 0
  const add = (word: Word, stage?: DockerfileImage['stage']) => {
    const image = imageIn(text, word, (name) => (stage === undefined ? undefined : globals.get(name)))
    if (image !== null && !stages.has(image.reference.name.toLowerCase())) images.push(stage === undefined ? image : { ...image, stage })
  }
  for (const instruction of readDockerfile(text)) {
    if (count === 0) {
      for (const { name, value } of settingsOf(text, instruction))
        globals.set(name, expand(value.text, value.start, (other) => globals.get(other))?.pieces ?? [])
    }
    if (instruction.keyword !== 'FROM') {
      for (const word of instruction.words.flatMap(imageWord)) if (!/^\d+$/.test(word.text)) add(word)
      continue
    }
    const words = instruction.words.filter((word) => !word.text.startsWith('--'))
    const name = /^as$/i.test(words[1]?.text ?? '') ? (words[2]?.text ?? null) : null
    if (words[0] !== undefined) add(words[0], { name, index: count })
    if (name !== null) stages.add(name.toLowerCase())
    count += 1
  }
  return images
}

function imageIn(text: string, word: Word, lookup: Lookup): DockerfileImage | null {
  const expanded = expand(word.text, word.start, lookup)
  const reference = expanded === null ? null : parseReference(expanded.text)
  if (expanded === null || reference === null || reference.name === 'scratch') return null
  return { reference, expanded, found: foundInReference(text, expanded, reference), written: word.text }
}

/** `--from=redis:7` and `--mount=type=bind,from=redis:7,source=/x`. */
function imageWord(word: Word): Word[] {
  const match = /^--(?:from=|mount=(?:[^,]{0,300},){0,20}from=)([^,]{1,400})/.exec(word.text)
  const image = match?.[1]
  if (match === null || image === undefined) return []
  const end = word.start + match[0].length
  return [{ text: image, start: end - image.length, end }]
}

function syntaxImage(text: string): DockerfileImage[] {
  const match = /^\uFEFF?(?:#[^\n]{0,200}\n){0,5}#[ \t]{0,10}syntax[ \t]{0,10}=[ \t]{0,10}(\S{1,300})/i.exec(text.slice(0, 2000))
  const word = match?.[1]
  if (match === null || word === undefined) return []
  const image = imageIn(text, { text: word, start: match[0].length - word.length, end: match[0].length }, () => undefined)
  return image === null ? [] : [image]
}

/** All `ARG` and `ENV` settings with a value. */
export function dockerfileSettings(text: string): Setting[] {
  return readDockerfile(text).flatMap((instruction) => settingsOf(text, instruction))
}

function settingsOf(text: string, { keyword, words }: Instruction): Setting[] {
  if (keyword !== 'ARG' && keyword !== 'ENV') return []
  const [first, second] = words
  if (keyword === 'ENV' && first !== undefined && second !== undefined && /^[A-Za-z_]\w{0,100}$/.test(first.text)) {
    return [{ keyword, name: first.text, value: unquoted(text, second.start, second.end) }]
  }
  return words.flatMap((word) => {
    const name = /^([A-Za-z_]\w{0,100})=/.exec(word.text)?.[1]
    return name === undefined ? [] : [{ keyword, name, value: unquoted(text, word.start + name.length + 1, word.end) }]
  })
}

function unquoted(text: string, start: number, end: number): Setting['value'] {
  const quote = text.charAt(start)
  const inside = (quote === '"' || quote === "'") && end - start > 1 && text.charAt(end - 1) === quote
  return inside ? { text: text.slice(start + 1, end - 1), start: start + 1 } : { text: text.slice(start, end), start }
}
