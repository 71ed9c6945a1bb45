import { linesOf } from './lines.ts'

/** A word of an instruction, without the line continuations around it. */
export interface Word {
  text: string
  start: number
  end: number
}

/** One instruction of a Dockerfile. */
export interface Instruction {
  /** Upper case: `FROM`. */
  keyword: string
  /** What stands behind the keyword. Words are parted by white space and continuations; quotes stay. */
  words: readonly Word[]
}

/**
 * The instructions of a Dockerfile (https://docs.docker.com/reference/dockerfile/): comments, here-documents and comments between continued
 * lines are left out, the `# escape=` directive is obeyed. An Earthfile or any other text gives what reads the same.
 */
export function readDockerfile(text: string): Instruction[] {
  const continuation = /^\uFEFF?(?:#[^\n]{0,200}\n){0,5}#[ \t]{0,10}escape[ \t]{0,10}=[ \t]{0,10}`/i.test(text.slice(0, 1500)) ? '`' : '\\'
  const instructions: { keyword: string; words: Word[] }[] = []
  let open: { keyword: string; words: Word[] } | null = null
  let heredocs: string[] = []
  for (const { text: line, start } of linesOf(text)) {
    if (heredocs.length > 0) {
      if (line.trim() === heredocs[0]) heredocs = heredocs.slice(1)
      continue
    }
    if (/^\s*(?:#|$)/.test(line)) continue
    const continued = line.trimEnd().endsWith(continuation)
    const words = wordsOf(continued ? line.trimEnd().slice(0, -1) : line, start)
    if (open === null) {
      const keyword: Word | undefined = words.shift()
      open = { keyword: (keyword?.text ?? '').toUpperCase(), words: [] }
      instructions.push(open)
    }
    for (const word of words) open.words.push(word)
    if (!continued) {
      heredocs = /^(?:RUN|COPY|ADD)$/.test(open.keyword) ? open.words.flatMap(({ text: word }) => heredocOf(word)) : []
      open = null
    }
  }
  return instructions
}

function wordsOf(line: string, start: number): Word[] {
  return [...line.matchAll(/\S+/g)].map((match) => ({
    text: match[0],
    start: start + match.index,
    end: start + match.index + match[0].length,
  }))
}

function heredocOf(word: string): string[] {
  const name = /^\d{0,3}<<-?["']?([A-Za-z_]\w{0,60})["']?$/.exec(word)?.[1]
  return name === undefined ? [] : [name]
}
