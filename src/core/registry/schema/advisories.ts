import * as z from 'zod'
import { key, text } from './key.ts'

/** One name under which advisory databases know a component. Exactly one of `purl` and the pair of `ecosystem` and `package`. */
function advisoryName() {
  const name = z.object({
    purl: key(z.string().regex(/^pkg:[A-Za-z][\w.+-]{0,30}\/\S{1,500}$/), {
      description: 'Package URL (https://github.com/package-url/purl-spec), without a version.',
      examples: ['pkg:golang/github.com/prometheus/node_exporter'],
      expected: 'a package URL such as `pkg:npm/vite`',
    }).optional(),
    ecosystem: text({
      description: 'Ecosystem as OSV writes it (https://ossf.github.io/osv-schema/#defined-ecosystems), with its release where it has one.',
      examples: ['Go', 'Bitnami', 'Alpine:v3.20'],
    }).optional(),
    package: text({ description: 'Name of the package in that ecosystem.', examples: ['github.com/prometheus/node_exporter'] }).optional(),
  })
  return key(
    name.refine((one) => (one.purl === undefined) === (one.ecosystem !== undefined && one.package !== undefined), {
      error: 'needs either `purl`, or `ecosystem` and `package`',
    }),
    { description: 'A name.' },
  )
}

/** `advisories` of a component: a list after parsing, or false. */
export function advisories() {
  const names = z.union([advisoryName(), z.array(advisoryName())])
  return key(
    z.union([z.literal(false), names]).transform((written) => (written === false || Array.isArray(written) ? written : [written])),
    {
      description:
        'Under which name, or names, advisory databases know the component; `false` where none does. Absent: told by the source and by the manifests that pin it (docs/advisories.md).',
      examples: [{ ecosystem: 'Bitnami', package: 'redis' }, [{ purl: 'pkg:hex/phoenix' }], false],
      expected: 'a mapping with `purl`, or with `ecosystem` and `package`; a list of such; or `false`',
    },
  )
}
