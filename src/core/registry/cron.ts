interface Field {
  least: number
  most: number
  names: readonly string[]
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** Minute, hour, day of month, month, day of week, as POSIX crontab(5) has them; 7 is Sunday too. */
const FIELDS: readonly Field[] = [
  { least: 0, most: 59, names: [] },
  { least: 0, most: 23, names: [] },
  { least: 1, most: 31, names: [] },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 7, names: DAYS },
]

/** Whether the text is a cron expression of five fields: numbers, names, `*`, ranges, lists and steps. */
export function isCron(text: string): boolean {
  const fields = text.trim().split(/\s+/)
  return fields.length === FIELDS.length && FIELDS.every((field, index) => isCronField(fields[index] ?? '', field))
}

function isCronField(text: string, field: Field): boolean {
  return text.split(',').every((part) => {
    const [range = '', step, ...more] = part.split('/')
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d{0,2}$/.test(step))) return false
    if (range === '*') return true
    const ends = range.split('-').map((end) => cronNumber(end, field))
    const [first, last = first] = ends
    return ends.length <= 2 && first !== null && last !== null && first !== undefined && last !== undefined && first <= last
  })
}

function cronNumber(text: string, field: Field): number | null {
  const name = field.names.indexOf(text.toLowerCase())
  if (name !== -1) return field.least + name
  if (!/^\d{1,2}$/.test(text)) return null
  const value = Number(text)
  return value >= field.least && value <= field.most ? value : null
}
