const OPERATOR = /^(?:>=|<=|==|!=|~>|~=|=|>|<|\^|~)$/

/** Words of each alternative; separators are gone, an operator stands with its version: `[['>=1.2', '<2'], ['3.x']]`. */
export function alternativesOf(text: string): string[][] {
  const alternatives: string[][] = [[]]
  let operator = ''
  for (const word of text.replaceAll('||', ' || ').replaceAll('&&', ' && ').replaceAll(',', ' , ').split(/\s+/)) {
    if (word === '' || word === ',' || word === '&&' || word === 'and') continue
    if (word === '||' || word === 'or') alternatives.push([])
    else if (OPERATOR.test(word)) operator += word
    else {
      alternatives.at(-1)?.push(operator + word)
      operator = ''
    }
  }
  if (operator !== '') alternatives.at(-1)?.push(operator)
  return alternatives
}
