import type { Finding, Evidence as Quote } from '../../model/finding.ts'
import { DAY, HOUR, type Instant, isoDate } from '../../model/instant.ts'
import type { Asset, Release } from '../../model/release.ts'
import type { Step } from '../../model/upgrade.ts'
import type { ResolvedComponent } from '../../registry/resolved.ts'
import { fill } from '../../resolution/asset-names.ts'
import { clip, closing, list, plural } from '../../resolution/phrases.ts'
import type { SeenRelease } from '../evidence.ts'
import { missingAssets } from '../missing-assets.ts'
import type { Check } from './contract.ts'

const ID = 'release-health'

/** A patch that follows this soon mends the one before it. Registries, too, let a version be taken back within three days. */
const HOTFIX_WITHIN = 3 * DAY

type Observation = Omit<Finding, 'check' | 'evidence'> & { evidence?: readonly Quote[] }

/** Whether the target looks like a release that went well: not withdrawn, not mended at once, complete, and still what it was. */
export const releaseHealth: Check<'component' | 'releases' | 'seen'> = {
  id: ID,
  label:
    'Age, withdrawal, a hotfix within three days, files that earlier releases had, tags whose content changed since they were first seen',
  needs: ['component', 'releases', 'seen'],
  run(step, { component, releases, seen }, now): Finding[] {
    const wrong = [
      ...withdrawn(step, releases.current),
      ...mended(step, releases.followers),
      ...incomplete(step.toRelease, releases.predecessors, component.download),
      ...seen.flatMap(moved),
    ]
    const observed = wrong.length > 0 ? wrong : [age(step, now)]
    return observed.map(({ evidence = [], ...one }) => ({ check: ID, ...one, evidence }))
  },
}

function withdrawn(step: Step, current: Release | null): Observation[] {
  const said = (why: boolean | string | undefined) => (typeof why === 'string' && why.trim() !== '' ? `: ${closing(why)}` : '.')
  const { yanked } = step.toRelease
  if (yanked !== undefined && yanked !== false) {
    return [{ verdict: 'fail', risk: 'high', summary: `${step.to} was withdrawn by upstream${said(yanked)}` }]
  }
  if (current?.yanked === undefined || current.yanked === false) return []
  // To leave a withdrawn release is no risk of the step.
  return [{ verdict: 'warn', summary: `${step.from}, which is in force, was withdrawn by upstream${said(current.yanked)}` }]
}

function mended(step: Step, followers: readonly Release[]): Observation[] {
  const { date } = step.toRelease
  const [next] = followers
  if (date === undefined || next?.date === undefined || next.date < date || next.date - date > HOTFIX_WITHIN) return []
  const summary = `${clip(next.version)} followed ${step.to} ${span(next.date - date)} later, as hotfixes do.`
  return [{ verdict: 'warn', risk: 'medium', summary, evidence: quoted(`${clip(next.version)}, published ${isoDate(next.date)}`, next) }]
}

function incomplete(target: Release, predecessors: readonly Release[], download: ResolvedComponent['download']): Observation[] {
  if (target.assets === undefined) return []
  const { assets } = target
  const lost = missingAssets(target, predecessors)
  const found: Observation[] = []
  if (lost !== null) {
    const shown = lost.names.slice(0, 3).map(clip)
    const more = lost.names.length > shown.length ? ` and ${lost.names.length - shown.length} more` : ''
    const than = list(lost.comparedWith.map(clip))
    found.push({
      verdict: 'warn',
      risk: 'medium',
      summary: `${clip(target.version)} lacks files that ${than} had: ${shown.join(', ')}${more}.`,
      evidence: quoted(lost.names.slice(0, 25).map(clip).join('\n'), target),
    })
  }
  const wanted = download?.checksumFile === undefined ? [] : fill(download.checksumFile, target)
  if (wanted.length > 0 && !assets.some(({ name }) => wanted.includes(name))) {
    const summary = `${clip(target.version)} has no ${clip(wanted[0] ?? '')} (\`download.checksum_file\`).`
    found.push({ verdict: 'warn', risk: 'medium', summary, evidence: quoted(names(assets), target) })
  }
  return found
}

function quoted(quote: string, { version, url }: Release): Quote[] {
  return url === undefined || quote === '' ? [] : [{ quote, version, url }]
}

function names(assets: readonly Asset[]): string {
  return assets
    .slice(0, 25)
    .map(({ name }) => clip(name))
    .join('\n')
}

/** A git tag that moves is how a release is replaced behind the back of its users; images are also rebuilt for new base packages. */
function moved({ version, tag, kind, content, before }: SeenRelease): Observation[] {
  if (before === undefined || before.content === content) return []
  const since = `since it was first seen on ${isoDate(before.at)}`
  const both = `from ${clip(before.content)} to ${clip(content)}`
  if (kind === 'commit') return [{ verdict: 'fail', risk: 'high', summary: `The tag ${clip(tag)} moved ${since}: ${both}.` }]
  return [
    { verdict: 'fail', risk: 'medium', summary: `The image ${clip(version)} was rebuilt or replaced under its tag ${since}: ${both}.` },
  ]
}

function age({ to, toRelease: { date } }: Step, now: Instant): Observation {
  if (date === undefined)
    return { verdict: 'pass', summary: `Upstream does not say when ${to} was published; nothing else is wrong with it.` }
  if (date > now) return { verdict: 'pass', summary: `${to} is dated ${isoDate(date)}, which lies ahead; nothing else is wrong with it.` }
  const since = `${to} was published ${span(now - date)} ago, on ${isoDate(date)}`
  const verdict = now - date <= HOTFIX_WITHIN ? 'too soon to tell whether a hotfix follows' : 'and no hotfix followed within three days'
  return { verdict: 'pass', summary: `${since}, ${verdict}.` }
}

/** `2 days`, `5 hours`, `less than an hour`. */
function span(length: number): string {
  if (length >= DAY) return plural(Math.floor(length / DAY), 'day')
  return length >= HOUR ? plural(Math.floor(length / HOUR), 'hour') : 'less than an hour'
}
