import { linesOf } from '../../pins/syntax/lines.ts'
import { nameOf, type VersionFileKind } from './contract.ts'
import { pythonSpelling } from './python-version.ts'
import { spanPlace } from './span.ts'

const ASSIGNMENT =
  /^(__version__|VERSION|version)(?:[ \t]{0,10}:[ \t]{0,10}[\w.[\], ]{1,60})?[ \t]{0,10}=[ \t]{0,10}(["'])([^"'\\]{1,100})\2/

/** `__version__ = "1.2.3"` of a Python module; where that is not there, `VERSION` or `version`, as some write it. */
export const pythonModule: VersionFileKind = {
  id: '__version__',
  label: '`__version__` of a Python module; pre-releases by PEP 440',
  handles: (path) => nameOf(path).endsWith('.py'),
  places(text) {
    const found = [...linesOf(text)].flatMap((line) => {
      const match = ASSIGNMENT.exec(line.text)
      if (match === null) return []
      const [whole, name = '', , value = ''] = match
      const end = line.start + whole.length - 1
      return [{ name, place: spanPlace(name, text, end - value.length, end, pythonSpelling) }]
    })
    const own = found.filter(({ name }) => name === '__version__')
    return (own.length > 0 ? own : found).map(({ place }) => place)
  },
}
